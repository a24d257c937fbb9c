package io.github.zarrspring.spring.http;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.github.zarrspring.storage.Version;

/**
 * The write ids that a value carries where the server keeps them: that of the write it
 * comes from, and before it those of the versions that it was made from, each by a
 * conditional write. They tell whether a write whose answer was lost is part of what is
 * stored, even when others have written on top of it.
 */
final class WriteIds {

	/**
	 * So many writes may come between a lost answer and the look at what is stored.
	 */
	private static final int MAX = 64;

	private static final SecureRandom RANDOM = new SecureRandom();

	private WriteIds() {
	}

	static String next() {
		byte[] bytes = new byte[9];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * The ids of a version, oldest first.
	 */
	static List<String> of(Version version) {
		int line = version.token().indexOf('\n');
		return (line < 0) ? List.of() : Arrays.asList(version.token().substring(line + 1).split(","));
	}

	/**
	 * The header of a write on top of a version.
	 */
	static String header(Version expected, String id) {
		List<String> ids = new ArrayList<>(of(expected));
		ids.add(id);
		return String.join(",", ids.subList(Math.max(0, ids.size() - MAX), ids.size()));
	}

	/**
	 * The ETag of a version.
	 */
	static String etag(Version version) {
		int line = version.token().indexOf('\n');
		return (line < 0) ? version.token() : version.token().substring(0, line);
	}

}
