package io.github.zarrspring.spring.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.metadata.Json;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Lists the keys of one array: the service lists the chunks of an array, but not its
 * arrays.
 */
final class RestLister implements KeyLister {

	private final HttpCalls calls;

	private final RestAddresses addresses;

	RestLister(HttpCalls calls, RestAddresses addresses) {
		this.calls = calls;
		this.addresses = addresses;
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		String path = prefix;
		while (path.indexOf('/') >= 0) {
			path = path.substring(0, path.lastIndexOf('/'));
			NodePath array = NodePath.of(path);
			byte[] document = get(HttpCall.of(HttpMethod.GET, this.addresses.metadata(array),
					"the metadata of '%s'".formatted(array)));
			ChunkKeys chunks = (document != null) ? ChunkKeys.of(parse(document)) : null;
			if (document != null && chunks != null) {
				return keys(array, RestAddresses.entry(document), chunks).stream()
					.filter((key) -> key.value().startsWith(prefix) && (after == null || key.compareTo(after) > 0))
					.limit(limit)
					.toList();
			}
		}
		throw new StoreFailureException(
				"The REST service lists the chunks of an array, and there is none at '%s'".formatted(prefix));
	}

	private TreeSet<StoreKey> keys(NodePath array, String document, ChunkKeys chunks) {
		TreeSet<StoreKey> keys = new TreeSet<>();
		keys.add(StoreKey.metadata(array, document));
		byte[] list = get(
				HttpCall.of(HttpMethod.GET, this.addresses.chunks(array), "the chunks of '%s'".formatted(array)));
		if (list == null) {
			throw new StoreFailureException("The REST service has the array '%s' but not its chunks".formatted(array));
		}
		String wrapped = "{\"chunks\":" + new String(list, StandardCharsets.UTF_8) + "}";
		if (!(parse(wrapped.getBytes(StandardCharsets.UTF_8)).get("chunks") instanceof List<?> indices)) {
			throw new CorruptDataException("The chunks of '%s' are not a list".formatted(array));
		}
		for (Object index : indices) {
			if (!(index instanceof List<?> numbers) || numbers.size() != chunks.counts().size()) {
				throw new CorruptDataException("The array '%s' has no chunk '%s'".formatted(array, index));
			}
			keys.add(chunks.key(array, numbers.stream().mapToLong(ChunkKeys::number).toArray()));
		}
		return keys;
	}

	private static Map<String, @Nullable Object> parse(byte[] document) {
		return Json.parse("answer", ByteBuffer.wrap(document));
	}

	private byte @Nullable [] get(HttpCall call) {
		Reply reply = this.calls.sendForDocument(call);
		if (reply.isMissing()) {
			return null;
		}
		if (reply.status() != 200) {
			throw HttpFailures.of(call, reply);
		}
		return reply.body();
	}

}
