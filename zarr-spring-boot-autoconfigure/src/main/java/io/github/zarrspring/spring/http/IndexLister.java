package io.github.zarrspring.spring.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.exception.InvalidRequestException;
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

	private static final Pattern LINK = Pattern.compile("<a\\s[^>]*?href\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')",
			Pattern.CASE_INSENSITIVE);

	private static final String LAST_CHARACTER = new String(Character.toChars(Character.MAX_CODE_POINT));

	private final HttpCalls calls;

	private final BaseUrl base;

	IndexLister(HttpCalls calls, BaseUrl base) {
		this.calls = calls;
		this.base = base;
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		List<StoreKey> keys = new ArrayList<>();
		collect("", prefix, (after != null) ? after.value() : "", limit, keys);
		return keys;
	}

	/**
	 * Names with a slash at the end are directories. With it they sort where the keys
	 * below them do.
	 */
	private void collect(String directory, String prefix, String after, int limit, List<StoreKey> keys) {
		for (String name : names(directory)) {
			String path = directory + name;
			if (keys.size() >= limit) {
				return;
			}
			if (!path.endsWith("/")) {
				if (path.startsWith(prefix) && StoreKey.compare(path, after) > 0) {
					add(path, keys);
				}
			}
			else if ((path.startsWith(prefix) || prefix.startsWith(path))
					&& StoreKey.compare(path + LAST_CHARACTER, after) > 0) {
				collect(path, prefix, after, limit, keys);
			}
		}
	}

	private static void add(String path, List<StoreKey> keys) {
		try {
			keys.add(StoreKey.of(path));
		}
		catch (InvalidRequestException ex) {
			// A file with a name that no key can have is none of the store's.
		}
	}

	private Set<String> names(String directory) {
		URI uri = this.base.resolve(BaseUrl.encode(directory));
		HttpCall call = HttpCall.of(HttpMethod.GET, uri, "the index of '" + directory + "'");
		Reply reply = this.calls.send(call);
		Set<String> names = new TreeSet<>(Comparator.comparing((String name) -> name, StoreKey::compare));
		if (reply.isMissing()) {
			return names;
		}
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		Matcher matcher = LINK.matcher(new String(reply.body(), StandardCharsets.UTF_8));
		while (matcher.find()) {
			String name = name(uri,
					HtmlUtils.htmlUnescape((matcher.group(1) != null) ? matcher.group(1) : matcher.group(2)));
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
			return (slash < 0 || slash == name.length() - 1) ? name : null;
		}
		catch (IllegalArgumentException ex) {
			// Not a link that could lead to a value.
			return null;
		}
	}

}
