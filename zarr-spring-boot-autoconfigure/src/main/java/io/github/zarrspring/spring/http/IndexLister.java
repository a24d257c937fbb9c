package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * Lists by the pages that a server shows for directories: each link to something one
 * level below counts. Only the directories that a page of keys needs are asked for.
 */
final class IndexLister implements KeyLister {

	/**
	 * So deep are no arrays: a server that answers every path with a link to something
	 * below it has no end.
	 */
	private static final int MAX_DEPTH = 128;

	/**
	 * So many directories are looked at between two values.
	 */
	private static final int MAX_EMPTY = 10_000;

	private static final String LAST_CHARACTER = new String(Character.toChars(Character.MAX_CODE_POINT));

	private final HttpCalls calls;

	private final BaseUrl base;

	IndexLister(HttpCalls calls, BaseUrl base) {
		this.calls = calls;
		this.base = base;
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		Walk walk = new Walk(prefix, (after != null) ? after.value() : "", limit);
		collect("", 0, walk);
		return walk.keys;
	}

	/**
	 * Names with a slash at the end are directories. With it they sort where the keys
	 * below them do.
	 */
	private void collect(String directory, int depth, Walk walk) {
		if (depth > MAX_DEPTH) {
			throw new LimitExceededException(
					"The server has directories that are nested more than %d deep: '%.200s' and so on"
						.formatted(MAX_DEPTH, directory));
		}
		walk.enter();
		for (String name : names(directory)) {
			String path = directory + name;
			if (walk.keys.size() >= walk.limit) {
				return;
			}
			if (!path.endsWith("/")) {
				if (path.startsWith(walk.prefix) && StoreKey.compare(path, walk.after) > 0) {
					walk.add(path);
				}
			}
			else if ((path.startsWith(walk.prefix) || walk.prefix.startsWith(path))
					&& StoreKey.compare(path + LAST_CHARACTER, walk.after) > 0) {
				collect(path, depth + 1, walk);
			}
		}
	}

	private Set<String> names(String directory) {
		URI uri = this.base.resolve(BaseUrl.encode(directory));
		HttpCall call = HttpCall.of(HttpMethod.GET, uri, "the index of '" + directory + "'");
		Reply reply = this.calls.sendForDocument(call);
		Set<String> names = new TreeSet<>(Comparator.comparing((String name) -> name, StoreKey::compare));
		if (reply.isMissing()) {
			return names;
		}
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		for (String link : PageLinks.of(new String(reply.body(), StandardCharsets.UTF_8))) {
			String name = name(uri, HtmlUtils.htmlUnescape(link));
			if (name != null) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * The name that a link has in the directory, {@code null} if it leads elsewhere.
	 */
	private static @Nullable String name(URI directory, String link) {
		try {
			URI target = directory.resolve(link);
			String path = String.valueOf(target.getRawPath());
			String parent = directory.getRawPath();
			if (!BaseUrl.origin(target).equals(BaseUrl.origin(directory)) || target.getRawFragment() != null
					|| !path.startsWith(parent) || path.length() == parent.length()
					|| (target.getRawQuery() != null && !target.getRawQuery().equals(directory.getRawQuery()))) {
				return null;
			}
			String name = UriUtils.decode(path.substring(parent.length()), StandardCharsets.UTF_8);
			int slash = name.indexOf('/');
			boolean outside = name.equals("./") || name.equals("../");
			return (!outside && (slash < 0 || slash == name.length() - 1)) ? name : null;
		}
		catch (IllegalArgumentException ex) {
			// Not a link that could lead to a value.
			return null;
		}
	}

	/**
	 * The keys that are looked for, and those that were found.
	 */
	private static final class Walk {

		private final String prefix;

		private final String after;

		private final int limit;

		private final List<StoreKey> keys = new ArrayList<>();

		private int empty;

		Walk(String prefix, String after, int limit) {
			this.prefix = prefix;
			this.after = after;
			this.limit = limit;
		}

		void enter() {
			if (++this.empty > MAX_EMPTY) {
				throw new LimitExceededException(
						"The server has more than %d directories without a value between them".formatted(MAX_EMPTY));
			}
		}

		void add(String path) {
			try {
				this.keys.add(StoreKey.of(path));
				this.empty = 0;
			}
			catch (InvalidRequestException ex) {
				// A file with a name that no key can have is none of the store's.
			}
		}

	}

}
