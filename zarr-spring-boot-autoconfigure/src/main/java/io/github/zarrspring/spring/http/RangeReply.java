package io.github.zarrspring.spring.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;

import org.springframework.http.HttpHeaders;

/**
 * Ranges in requests and answers. A part of a value is believed only if the server says
 * that it is the one that was asked for.
 */
final class RangeReply {

	private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

	private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

	private RangeReply() {
	}

	static String header(ByteRange range) {
		if (range.isSuffix()) {
			return "bytes=-" + range.length();
		}
		long last = range.offset() + range.length() - 1;
		return "bytes=" + range.offset() + '-' + ((last < range.offset()) ? "" : last);
	}

	/**
	 * Whether a partial answer says that it is the whole value.
	 */
	static boolean isAll(Reply reply) {
		Matcher matcher = CONTENT_RANGE.matcher(String.valueOf(reply.headers().getFirst(HttpHeaders.CONTENT_RANGE)));
		return matcher.matches() && !matcher.group(3).equals("*") && Long.parseLong(matcher.group(1)) == 0
				&& Long.parseLong(matcher.group(2)) == Long.parseLong(matcher.group(3)) - 1;
	}

	/**
	 * The size of a value of which there is no such part.
	 * @return the size, -1 if the answer does not say
	 */
	static long sizeBehind(Reply reply) {
		Matcher matcher = UNSATISFIED.matcher(String.valueOf(reply.headers().getFirst(HttpHeaders.CONTENT_RANGE)));
		return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
	}

	/**
	 * Check that a partial answer is the part that was asked for.
	 */
	static void check(HttpCall call, ByteRange range, Reply reply) {
		String header = String.valueOf(reply.headers().getFirst(HttpHeaders.CONTENT_RANGE));
		Matcher matcher = CONTENT_RANGE.matcher(header);
		if (!matcher.matches() || !isRight(range, matcher, reply.body().length)) {
			throw new StoreFailureException("The server answered %s for '%s' with '%s' and %d bytes".formatted(call,
					header(range), header, reply.body().length));
		}
	}

	private static boolean isRight(ByteRange range, Matcher matcher, int length) {
		long first = Long.parseLong(matcher.group(1));
		long last = Long.parseLong(matcher.group(2));
		if (last - first + 1 != length) {
			return false;
		}
		if (matcher.group(3).equals("*")) {
			return range.isSuffix() ? length == range.length() : first == range.offset() && length == range.length();
		}
		long size = Long.parseLong(matcher.group(3));
		return first == range.start(size) && length == range.count(size);
	}

}
