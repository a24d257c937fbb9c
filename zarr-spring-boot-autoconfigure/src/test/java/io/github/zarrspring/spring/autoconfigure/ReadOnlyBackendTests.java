package io.github.zarrspring.spring.autoconfigure;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.ConditionalWrite;
import io.github.zarrspring.storage.DroppableBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReadOnlyBackend}.
 */
class ReadOnlyBackendTests {

	private static final StoreKey KEY = StoreKey.of("a");

	/**
	 * All that is not a write. A method added to the interface has to be put here or be
	 * refused.
	 */
	private static final Set<String> READS = Set.of("capabilities", "canList", "listsEverything", "locksNodes",
			"location", "read", "borrow", "open", "readAll", "history", "list", "exists", "info", "atomically",
			"consistently", "transaction", "close");

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final ReadOnlyBackend readOnly = new ReadOnlyBackend("lake", this.backend);

	@Test
	void whenWrittenThenItIsRefused() {
		this.backend.write(KEY, ByteBuffer.allocate(1));
		Version version = this.backend.read(KEY).orElseThrow().version();
		List<Consumer<StorageBackend>> writes = List.of((store) -> store.write(KEY, ByteBuffer.allocate(2)),
				(store) -> store.writeAll(Map.of(KEY, ByteBuffer.allocate(2))),
				(store) -> store.compareAndSet(KEY, version, ByteBuffer.allocate(2)), (store) -> store.delete(KEY),
				(store) -> store.compareAndDelete(KEY, version), (store) -> store.deleteAll(""),
				(store) -> store.deleteAll(List.of(KEY)), DroppableBackend::drop,
				(store) -> store.lockAll(List.of(KEY)),
				(store) -> store.compareAndSetAll(Map.of(KEY, new ConditionalWrite(version, null))));
		for (Consumer<StorageBackend> write : writes) {
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> write.accept(this.readOnly))
				.withMessage("The store is read-only, as 'zarr.stores.lake.read-only' says");
		}
		assertThat(this.readOnly.read(KEY).orElseThrow().size()).isEqualTo(1);
	}

	@Test
	void whenInterfaceHasMethodThenItReadsOrIsRefused() throws Exception {
		for (Method method : StorageBackend.class.getMethods()) {
			if (!READS.contains(method.getName())) {
				assertThat(ReadOnlyBackend.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
					.isNotNull();
			}
		}
	}

}
