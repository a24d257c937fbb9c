package io.github.zarrspring.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.NoSuchStoreException;
import io.github.zarrspring.spring.StorageBackendDecorator;
import io.github.zarrspring.spring.StoreAdmin;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.StoreEntry;
import io.github.zarrspring.spring.StoreStatus;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.snapshot.ZarrSnapshotAutoConfiguration;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import io.github.zarrspring.storage.access.LeaseRequest;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for access levels, leases, history and administration of stores as an application
 * has them.
 */
class StoreAccessTests {

	private static final ArraySpec SPEC = ArraySpec.of(DataType.INT32).shape(1000).chunks(10);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String type, String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class,
					ZarrDefaultStoreAutoConfiguration.class, ZarrSnapshotAutoConfiguration.class))
			.withPropertyValues("zarr.stores.lake.type=" + type,
					"zarr.stores.lake.filesystem.path=" + this.directory.resolve("lake"),
					"zarr.stores.lake.snapshot.path=" + this.directory.resolve("lake.zip"))
			.withPropertyValues(properties);
	}

	private static NdArray filled(int value) {
		return NdArray.of(IntStream.generate(() -> value).limit(1000).toArray(), 1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem" })
	@DisplayName("1.4 Protected: anyone reads, and the holder of the lease alone writes, on all threads of the engine")
	void whenStoreIsProtectedThenHolderAloneWrites(String type) {
		runner(type, "zarr.stores.lake.access=protected", "zarr.parallelism=4").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
				.isThrownBy(() -> zarr.create("a", SPEC))
				.withMessageContaining("The store is protected: the holder of its lease alone writes")
				.withMessageContaining("store 'lake'");
			ZarrArray written;
			try (Lease lease = zarr.lease("worker-1")) {
				written = zarr.with(lease).create("a", SPEC);
				written.write(filled(1));
				written.update(Selection.all(), (values) -> filledLike(values, 2));
				assertThat(zarr.open("a").read().ints()).containsOnly(2);
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
					.isThrownBy(() -> zarr.open("a").write(filled(3)));
				assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> zarr.lease("worker-2"));
			}
			assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
				.isThrownBy(() -> written.write(filled(4)))
				.withMessageContaining("The lease of 'worker-1' with the fencing number 1 is over");
			assertThat(zarr.open("a").read().ints()).containsOnly(2);
		});
	}

	private static NdArray filledLike(NdArray values, int value) {
		Arrays.fill(values.ints(), value);
		return values;
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem" })
	@DisplayName("1.4 Private: the holder of the lease alone reads and writes")
	void whenStoreIsPrivateThenHolderAloneReads(String type) {
		runner(type, "zarr.defaults.access=private").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			StorageBackend backend = context.getBean(StorageBackend.class);
			ZarrOperations view;
			try (Lease lease = zarr.lease("worker-1")) {
				view = zarr.with(lease);
				view.create("a", SPEC).write(filled(1));
				assertThat(view.open("a").read().ints()).containsOnly(1);
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(() -> zarr.open("a"));
				assertThatExceptionOfType(StoreAccessDeniedException.class)
					.isThrownBy(() -> backend.read(StoreKey.of("a/zarr.json")));
			}
			ZarrOperations stale = view;
			assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(() -> stale.open("a"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem" })
	@DisplayName("4.6 A lease that is handed over gives the successor the right, and takes it from the one before")
	void whenLeaseIsHandedOverThenSuccessorWrites(String type) {
		runner(type, "zarr.stores.lake.access=protected").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			Lease first = zarr.lease(LeaseRequest.of("worker-1").heir("worker-3"));
			ZarrArray array = zarr.with(first).create("a", SPEC);
			first.handOver("worker-2");
			assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> zarr.lease("worker-3"));
			try (Lease second = zarr.lease("worker-2")) {
				zarr.with(second).open("a").write(filled(2));
				assertThat(second.fencingNumber()).isGreaterThan(first.fencingNumber());
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
					.isThrownBy(() -> array.write(filled(1)));
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(first::renew);
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
					.isThrownBy(() -> first.handOver("worker-4"));
				first.close();
				assertThat(second.isHeld()).isTrue();
			}
			assertThat(zarr.open("a").read().ints()).containsOnly(2);
		});
	}

	@Test
	@DisplayName("1.4 On a public store anyone writes, but who holds a lease learns that it is over")
	void whenStoreIsPublicThenLeaseFencesItsHolder() {
		runner("concurrent-map").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			Lease lease = zarr.lease("worker-1");
			zarr.createGroup("a");
			zarr.with(lease).createGroup("b");
			lease.close();
			assertThatExceptionOfType(PermissionDeniedDataAccessException.class)
				.isThrownBy(() -> zarr.with(lease).createGroup("c"));
			assertThat(context.getBean(StorageBackend.class)).isInstanceOf(ConcurrentMapBackend.class);
		});
	}

	@Test
	void whenArgumentsAreNotValidThenSpringsExceptionsSaySo() {
		runner("concurrent-map", "zarr.stores.river.type=concurrent-map", "zarr.default-store=lake").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> zarr.lease(" "));
			Lease lease = zarr.store("river").lease("a");
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> zarr.with(lease));
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> lease.handOver(""));
		});
	}

	@Test
	void whenStoreIsRegisteredAtRunTimeThenItIsPublicAndHasALease() {
		runner("concurrent-map", "zarr.defaults.access=protected").run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			registry.register("late", new ConcurrentMapBackend());
			assertThat(registry.access("late").level()).isEqualTo(AccessLevel.PUBLIC);
			assertThat(registry.access("lake").level()).isEqualTo(AccessLevel.PROTECTED);
			ZarrOperations late = context.getBean(ZarrOperations.class).store("late");
			try (Lease lease = late.lease("worker-1")) {
				assertThat(registry.access("late").lease().holder()).isEqualTo(lease.owner());
			}
			registry.unregister("late");
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(() -> registry.access("late"));
		});
	}

	@Test
	void whenHolderUsesStoreThenOuterDecoratorsSeeItAndInnerOnesAreShared() {
		Recorder outer = new OuterRecorder();
		Recorder inner = new InnerRecorder();
		runner("concurrent-map", "zarr.stores.lake.access=protected").withBean("outer", Recorder.class, () -> outer)
			.withBean("inner", Recorder.class, () -> inner)
			.run((context) -> {
				ZarrOperations zarr = context.getBean(ZarrOperations.class);
				try (Lease lease = zarr.lease("a")) {
					zarr.with(lease).createGroup("a");
				}
				assertThat(outer.decorated).isEqualTo(2);
				assertThat(inner.decorated).isEqualTo(1);
				assertThat(outer.seen).isNotEmpty().isEqualTo(inner.seen);
			});
	}

	@Test
	@DisplayName("1.3 A store is set up to keep the last values of its keys")
	void whenHistoryIsSetThenLastValuesAreRead() {
		runner("concurrent-map", "zarr.stores.lake.history.depth=3", "zarr.stores.lake.history.distinct=true")
			.run((context) -> {
				ZarrOperations zarr = context.getBean(ZarrOperations.class);
				ZarrArray array = zarr.create("a", SPEC.codecs());
				for (int value : new int[] { 9, 1, 2, 3, 3 }) {
					array.write(filled(value));
				}
				assertThat(array.read().ints()).containsOnly(3);
				assertThat(zarr.getBackend().history(StoreKey.of("a/c/7")))
					.extracting((value) -> (int) value.bytes().get(0))
					.containsExactly(3, 2, 1);
				zarr.admin().drop();
				assertThat(zarr.getBackend().history(StoreKey.of("a/c/7"))).isEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-map", "snapshot", "filesystem" })
	@DisplayName("1.7 A store tells what it is and holds, and is cleared and dropped")
	void whenStoreIsAdministeredThenItDoesWhatItIsTold(String type) {
		runner(type, "zarr.stores.lake.access=protected").run((context) -> {
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			try (Lease lease = zarr.lease("worker-1")) {
				zarr.with(lease).create("a", SPEC).write(filled(1));
				StoreAdmin admin = zarr.admin();
				assertThat(admin.exists()).isTrue();
				StoreStatus status = admin.info();
				assertThat(status.name()).isEqualTo("lake");
				assertThat(status.type()).isEqualTo(type);
				assertThat(status.entries()).isEqualTo(102);
				assertThat(status.bytes()).isGreaterThan(100);
				assertThat(status.access()).isEqualTo(AccessLevel.PROTECTED);
				assertThat(status.owner()).isEqualTo("worker-1");
				assertThat(admin.state("a/c/").map(StoreEntry::key)).hasSize(100).isSorted();
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(admin::clear);
				assertThatExceptionOfType(PermissionDeniedDataAccessException.class).isThrownBy(admin::drop);
				zarr.with(lease).admin().clear();
				assertThat(admin.info().entries()).isZero();
				zarr.with(lease).createGroup("b");
				zarr.with(lease).admin().drop();
				assertThat(zarr.exists("b")).isFalse();
			}
			assertThat(zarr.admin().info().owner()).isNull();
		});
	}

	@Test
	@DisplayName("1.7 The state of a store is streamed: a page of keys at a time, each value when it is its turn, uncopied")
	void whenStateIsStreamedThenNothingIsReadAhead() {
		runner("concurrent-map").run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			List<String> calls = new ArrayList<>();
			ConcurrentMapBackend map = new ConcurrentMapBackend();
			registry.register("late", new RecordingBackend(map, calls));
			for (int i = 0; i < 2500; i++) {
				map.write(StoreKey.of("k%04d".formatted(i)), ByteBuffer.wrap(new byte[] { 1 }));
			}
			StoreAdmin admin = context.getBean(ZarrOperations.class).store("late").admin();
			List<StoreEntry> first = admin.state("").limit(3).toList();
			assertThat(calls).containsExactly("list", "read", "read", "read");
			assertThat(first.get(2).value().bytes().array())
				.isSameAs(map.read(StoreKey.of("k0002")).orElseThrow().bytes().array());
			calls.clear();
			assertThat(admin.keys("", null)).hasSize(2500);
			assertThat(calls).containsExactly("list", "list", "list");
			assertThat(admin.keys("k1", StoreKey.of("k1998"))).containsExactly(StoreKey.of("k1999"));
		});
	}

	@Test
	@DisplayName("1.7 A store that is gone is a typed failure")
	void whenStoreIsGoneThenAdministrationSaysSo() {
		runner("concurrent-map").run((context) -> {
			BackendRegistry registry = context.getBean(BackendRegistry.class);
			registry.register("late", new ConcurrentMapBackend());
			StoreAdmin admin = context.getBean(ZarrOperations.class).store("late").admin();
			assertThat(admin.exists()).isTrue();
			registry.unregister("late");
			assertThat(admin.exists()).isFalse();
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(admin::info);
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(admin::clear);
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(admin::drop);
			assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(() -> admin.state(""));
		});
	}

	/**
	 * Records what passes.
	 */
	private static class Recorder implements StorageBackendDecorator {

		private final List<String> seen = new ArrayList<>();

		private int decorated;

		@Override
		public StorageBackend decorate(StoreDescription store, StorageBackend backend) {
			this.decorated++;
			return new RecordingBackend(backend, this.seen);
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	private static final class OuterRecorder extends Recorder {

	}

	private static final class InnerRecorder extends Recorder {

	}

	private static final class RecordingBackend extends DelegatingBackend {

		private final List<String> calls;

		RecordingBackend(StorageBackend delegate, List<String> calls) {
			super(delegate);
			this.calls = calls;
		}

		@Override
		public boolean compareAndSet(StoreKey key, Version expected, ByteBuffer bytes) {
			this.calls.add("compareAndSet " + key);
			return super.compareAndSet(key, expected, bytes);
		}

		@Override
		public Optional<StoredValue> read(StoreKey key) {
			this.calls.add("read");
			return super.read(key);
		}

		@Override
		public List<StoreKey> list(String prefix, @Nullable StoreKey after, int limit) {
			this.calls.add("list");
			return super.list(prefix, after, limit);
		}

	}

}
