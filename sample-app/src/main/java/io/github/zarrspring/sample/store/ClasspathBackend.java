package io.github.zarrspring.sample.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.Capabilities.RoundTrip;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.web.util.UriUtils;

/**
 * A store of resources on the class path, read at start, never written.
 */
final class ClasspathBackend implements StorageBackend {

	private final NavigableMap<StoreKey, StoredValue> values;

	private ClasspathBackend(NavigableMap<StoreKey, StoredValue> values) {
		this.values = values;
	}

	static ClasspathBackend load(ResourcePatternResolver resources, String location) throws IOException {
		NavigableMap<StoreKey, StoredValue> values = new TreeMap<>();
		String folder = "/" + location + "/";
		for (Resource resource : resources.getResources("classpath:" + location + "/**")) {
			String url = UriUtils.decode(resource.getURL().toString(), StandardCharsets.UTF_8);
			String key = url.substring(url.lastIndexOf(folder) + folder.length());
			if (resource.isReadable() && !key.isEmpty() && !key.endsWith("/")) {
				byte[] bytes = resource.getContentAsByteArray();
				values.put(StoreKey.of(key), new StoredValue(ByteBuffer.wrap(bytes), version(bytes)));
			}
		}
		return new ClasspathBackend(values);
	}

	private static Version version(byte[] bytes) {
		try {
			return new Version(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public Capabilities capabilities() {
		return Capabilities.MINIMAL.withRoundTrip(RoundTrip.MEMORY);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		return Optional.ofNullable(this.values.get(key));
	}

	@Override
	public void write(StoreKey key, ByteBuffer bytes) {
		throw readOnly();
	}

	@Override
	public void delete(StoreKey key) {
		throw readOnly();
	}

	private static StoreAccessDeniedException readOnly() {
		return new StoreAccessDeniedException("A store on the class path cannot be written to");
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		NavigableMap<StoreKey, StoredValue> rest = (after != null) ? this.values.tailMap(after, false) : this.values;
		return rest.keySet().stream().filter((key) -> key.value().startsWith(prefix)).limit(limit).toList();
	}

	@Override
	public StoreInfo info() {
		return info("");
	}

	@Override
	public void close() {
		// Nothing is held but memory.
	}

}
