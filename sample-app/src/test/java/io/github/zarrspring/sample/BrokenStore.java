package io.github.zarrspring.sample;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;

/**
 * A store that holds what it is told to, and fails when it is told to, for the time of a
 * test.
 */
public final class BrokenStore extends DelegatingBackend {

	private final BackendRegistry registry;

	private final String name;

	private @Nullable Supplier<RuntimeException> failure;

	private BrokenStore(BackendRegistry registry, String name) {
		super(new ConcurrentMapBackend());
		this.registry = registry;
		this.name = name;
	}

	public static BrokenStore register(BackendRegistry registry, String name) {
		BrokenStore store = new BrokenStore(registry, name);
		registry.register(name, store);
		return store;
	}

	/**
	 * Fail with an exception from now on.
	 */
	public BrokenStore failing(Supplier<RuntimeException> failure) {
		this.failure = failure;
		return this;
	}

	public BrokenStore with(String key, String value) {
		write(StoreKey.of(key), ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
		return this;
	}

	public BrokenStore withArray(String path, String dataType, String codec, String shape) {
		return with(path + "/zarr.json", """
				{"zarr_format": 3, "node_type": "array", "shape": [%3$s], "data_type": "%1$s",
				"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [%3$s]}},
				"chunk_key_encoding": {"name": "default"}, "fill_value": 0, "codecs": [%2$s]}
				""".formatted(dataType, codec, shape));
	}

	private void check() {
		if (this.failure != null) {
			throw this.failure.get();
		}
	}

	@Override
	public Optional<StoredValue> read(StoreKey key) {
		check();
		return super.read(key);
	}

	@Override
	public Optional<StoredValue> read(StoreKey key, ByteRange range) {
		check();
		return super.read(key, range);
	}

	@Override
	public <R> Optional<R> borrow(StoreKey key, ByteRange range, Function<StoredValue, R> borrower) {
		check();
		return super.borrow(key, range, borrower);
	}

	@Override
	public Map<StoreKey, StoredValue> readAll(Collection<StoreKey> keys) {
		check();
		return super.readAll(keys);
	}

	@Override
	public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
		check();
		return super.list(prefix, after, limit);
	}

	@Override
	public void close() {
		this.registry.unregister(this.name);
		super.close();
	}

}
