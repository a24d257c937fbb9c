package io.github.zarrspring.spring.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * Serves a directory as web servers do: with ETags, conditions, ranges, and a page of
 * links for each directory.
 */
public final class DirectoryHandler implements TestServer.Handler {

	private final NavigableMap<String, Resource> resources = new TreeMap<>();

	private final boolean keepsWriteIds;

	/**
	 * An empty directory.
	 * @param keepsWriteIds whether the server keeps the write ids of values
	 */
	public DirectoryHandler(boolean keepsWriteIds) {
		this.keepsWriteIds = keepsWriteIds;
	}

	@Override
	public synchronized Answer answer(Message request) {
		String path = UriUtils.decode(request.target().split("\\?")[0].substring(1), StandardCharsets.UTF_8);
		return switch (request.method()) {
			case "GET", "HEAD" -> (path.isEmpty() || path.endsWith("/")) ? index(path) : get(path, request);
			case "PUT" -> change(path, request, new Resource(request.body(), '"' + UUID.randomUUID().toString() + '"',
					request.header(Reply.WRITE_IDS)));
			case "DELETE" -> change(path, request, null);
			default -> Answer.of(405, new byte[0]);
		};
	}

	private Answer get(String path, Message request) {
		Resource resource = this.resources.get(path);
		if (resource == null) {
			return isDirectory(path) ? Answer.of(301, new byte[0], "Location: " + request.target() + '/')
					: Answer.of(404, "<h1>Not found</h1>".getBytes(StandardCharsets.UTF_8));
		}
		String etag = "ETag: " + resource.etag();
		String ids = Reply.WRITE_IDS + ": " + resource.ids();
		String[] headers = (this.keepsWriteIds && resource.ids() != null) ? new String[] { etag, ids }
				: new String[] { etag };
		String range = request.header("Range");
		return (range != null) ? part(range, resource.body(), headers) : Answer.of(200, resource.body(), headers);
	}

	private static Answer part(String range, byte[] body, String[] headers) {
		String[] ends = range.substring("bytes=".length()).split("-", 2);
		long start = ends[0].isEmpty() ? Math.max(0, body.length - Long.parseLong(ends[1])) : Long.parseLong(ends[0]);
		long end = (ends[0].isEmpty() || ends[1].isEmpty()) ? body.length
				: Math.min(body.length, Long.parseLong(ends[1]) + 1);
		if (start >= end) {
			return Answer.of(416, new byte[0]);
		}
		String[] all = Arrays.copyOf(headers, headers.length + 1);
		all[headers.length] = "Content-Range: bytes %d-%d/%d".formatted(start, end - 1, body.length);
		return Answer.of(206, Arrays.copyOfRange(body, (int) start, (int) end), all);
	}

	private boolean isDirectory(String path) {
		String first = this.resources.ceilingKey(path + '/');
		return first != null && first.startsWith(path + '/');
	}

	private Answer index(String directory) {
		TreeSet<String> names = new TreeSet<>();
		for (String path : this.resources.tailMap(directory, true).keySet()) {
			if (!path.startsWith(directory)) {
				break;
			}
			int slash = path.indexOf('/', directory.length());
			names.add((slash < 0) ? path.substring(directory.length()) : path.substring(directory.length(), slash + 1));
		}
		StringBuilder page = new StringBuilder("<html><body><a href=\"../\">up</a><a href='?C=N;O=D'>Name</a>");
		for (String name : names) {
			String link = UriUtils.encode(name, StandardCharsets.UTF_8).replace("%2F", "/");
			page.append("<a class=x href=\"./%s\">%s</a>".formatted(HtmlUtils.htmlEscape(link),
					HtmlUtils.htmlEscape(name)));
		}
		return Answer.of(names.isEmpty() ? 404 : 200, page.toString().getBytes(StandardCharsets.UTF_8),
				"Content-Type: text/html");
	}

	private Answer change(String path, Message request, @Nullable Resource replacement) {
		Resource current = this.resources.get(path);
		String match = request.header("If-Match");
		boolean create = "*".equals(request.header("If-None-Match"));
		if ((create && current != null) || (match != null && (current == null || !current.etag().equals(match)))) {
			return Answer.of(412, new byte[0]);
		}
		if (replacement != null) {
			this.resources.put(path, replacement);
			return Answer.of(201, new byte[0], "ETag: " + replacement.etag());
		}
		return Answer.of((this.resources.remove(path) != null) ? 204 : 404, new byte[0]);
	}

	/**
	 * What is in the directory.
	 * @return the contents by their paths
	 */
	public synchronized Map<String, byte[]> contents() {
		Map<String, byte[]> contents = new TreeMap<>();
		this.resources.forEach((path, resource) -> contents.put(path, resource.body()));
		return contents;
	}

	private record Resource(byte[] body, String etag, @Nullable String ids) {
	}

}
