package io.github.zarrspring.storage.access;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoreAccessTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private static final Set<String> WRITES = Set.of("write", "writeAll", "compareAndSet", "compareAndSetAll",
			"lockAll", "delete", "compareAndDelete", "deleteAll");

	private static final Set<String> READS = Set.of("read", "borrow", "open", "readAll", "history", "list", "exists");

	private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(Map.entry(StoreKey.class, KEY),
			Map.entry(ByteRange.class, ByteRange.ALL), Map.entry(ByteBuffer.class, bytes(1)),
			Map.entry(Version.class, Version.ABSENT), Map.entry(Collection.class, List.of()),
			Map.entry(Map.class, Map.of()), Map.entry(String.class, ""), Map.entry(int.class, 7),
			Map.entry(Function.class, Function.identity()), Map.entry(Supplier.class, (Supplier<String>) () -> "work"),
			Map.entry(SortedMap.class, new TreeMap<>()));

	@TempDir
	Path directory;

	private static ByteBuffer bytes(int value) {
		return ByteBuffer.allocate(4).putInt(value).flip();
	}

	static Stream<Method> methods() {
		return Arrays.stream(StorageBackend.class.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()) && !method.getName().equals("close"));
	}

	private static void call(StorageBackend backend, Method method) throws Throwable {
		try {
			method.invoke(backend, Arrays.stream(method.getParameterTypes()).map(ARGUMENTS::get).toArray());
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	@ParameterizedTest
	@MethodSource("methods")
	@DisplayName("1.4 Every call that reads or writes is refused to who may not make it, and done for the holder")
	void whenCallIsMadeThenAccessLevelDecides(Method method) {
		for (AccessLevel level : AccessLevel.values()) {
			StoreAccess access = new StoreAccess("lake", level, new ConcurrentMapBackend());
			boolean secret = READS.contains(method.getName())
					|| (method.getName().equals("info") && method.getParameterCount() > 0);
			boolean refused = (WRITES.contains(method.getName()) && level != AccessLevel.PUBLIC)
					|| (secret && level == AccessLevel.PRIVATE);
			if (refused) {
				assertThatThrownBy(() -> call(access.backend(), method)).isInstanceOf(StoreAccessDeniedException.class)
					.hasMessageContaining("The store is " + level.name().toLowerCase(Locale.ROOT));
			}
			else {
				assertThatCode(() -> call(access.backend(), method)).doesNotThrowAnyException();
			}
			Lease lease = access.acquire(LeaseRequest.of("a"));
			assertThatCode(() -> call(access.backend(lease), method)).doesNotThrowAnyException();
			lease.close();
			if (WRITES.contains(method.getName()) || (secret && level == AccessLevel.PRIVATE)) {
				assertThatThrownBy(() -> call(access.backend(lease), method))
					.isInstanceOf(StoreAccessDeniedException.class)
					.hasMessageContaining("The lease of 'a' with the fencing number 1 is over");
			}
		}
	}

	@Test
	@DisplayName("1.4 A public store is used as it is, with nothing in between")
	void whenStoreIsPublicThenNothingIsInBetween() {
		ConcurrentMapBackend backend = new ConcurrentMapBackend();
		StoreAccess access = new StoreAccess("lake", AccessLevel.PUBLIC, backend);
		assertThat(access.backend()).isSameAs(backend);
		assertThat(access.isLeased()).isFalse();
		access.acquire(LeaseRequest.of("a"));
		assertThat(access.isLeased()).isTrue();
	}

	@Test
	void whenLeaseIsForAnotherStoreThenItGivesNoRights() {
		Lease lease = new StoreAccess("lake", AccessLevel.PROTECTED, new ConcurrentMapBackend())
			.acquire(LeaseRequest.of("a"));
		StoreAccess other = new StoreAccess("river", AccessLevel.PROTECTED, new ConcurrentMapBackend());
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> other.backend(lease))
			.withMessageContaining("A lease on store 'lake' gives no rights on store 'river'");
	}

	@Test
	@DisplayName("1.6 Data outlive who wrote them: closing the lease and its view closes nothing else")
	void whenHolderGoesThenDataStay() {
		StoreAccess access = new StoreAccess("lake", AccessLevel.PROTECTED, new ConcurrentMapBackend());
		try (Lease lease = access.acquire(LeaseRequest.of("a")); StorageBackend view = access.backend(lease)) {
			view.write(KEY, bytes(42));
		}
		assertThat(access.backend().read(KEY)).map((value) -> value.bytes().getInt()).contains(42);
	}

	@Test
	void whenBackendKeepsLeaseThenItIsFoundBehindDecorators() {
		LeaseStore leases = new ProcessLeaseStore();
		StorageBackend decorated = new DelegatingBackend(new KeepingBackend(leases)) {
		};
		StoreAccess first = new StoreAccess("lake", AccessLevel.PROTECTED, decorated);
		StoreAccess second = new StoreAccess("lake", AccessLevel.PROTECTED, new KeepingBackend(leases));
		first.acquire(LeaseRequest.of("a"));
		assertThat(second.lease().holder()).isEqualTo("a");
	}

	@ParameterizedTest
	@EnumSource
	@Tag("slow")
	@DisplayName("4.6 Handed over under load, nothing of the old holder is written after the first write of the new one")
	void whenHandedOverUnderLoadThenOldHolderWritesNothingMore(Stores store) {
		try (StorageBackend backend = store.open(this.directory)) {
			StoreAccess access = new StoreAccess("lake", AccessLevel.PROTECTED, new SlowBackend(backend));
			Lease lease = access.acquire(LeaseRequest.of("holder-0").timeToLive(Duration.ofMinutes(5)));
			for (int round = 1; round <= 20; round++) {
				lease = handOver(access, lease, round);
			}
			assertThat(lease.fencingNumber()).isEqualTo(21);
		}
	}

	/**
	 * Four threads of the old holder write until they are refused. After the first write
	 * of the new holder no value of the old one may come.
	 */
	private static Lease handOver(StoreAccess access, Lease old, int round) {
		StorageBackend view = access.backend(old);
		CountDownLatch busy = new CountDownLatch(4);
		CompletableFuture<?>[] writers = IntStream.range(0, 4).mapToObj((number) -> CompletableFuture.runAsync(() -> {
			assertThatExceptionOfType(StoreAccessDeniedException.class).isThrownBy(() -> {
				for (int i = 0;; i++) {
					view.write(KEY, bytes(-round));
					if (i == 2) {
						busy.countDown();
					}
				}
			});
		}, (task) -> new Thread(task).start())).toArray(CompletableFuture[]::new);
		await(busy);
		old.handOver("holder-" + round);
		Lease lease = access.acquire(LeaseRequest.of("holder-" + round).timeToLive(Duration.ofMinutes(5)));
		access.backend(lease).write(KEY, bytes(round));
		CompletableFuture.allOf(writers).orTimeout(60, TimeUnit.SECONDS).join();
		assertThat(access.backend().read(KEY)).map((value) -> value.bytes().getInt()).contains(round);
		return lease;
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	enum Stores {

		CONCURRENT_MAP {

			@Override
			StorageBackend open(Path directory) {
				return new ConcurrentMapBackend();
			}

		},

		FILESYSTEM {

			@Override
			StorageBackend open(Path directory) {
				return new FilesystemBackend(directory);
			}

		};

		abstract StorageBackend open(Path directory);

	}

	/**
	 * Takes its time between the check and the write of an old holder, as a remote store
	 * may, so that it would come after the write of the new one.
	 */
	private static final class SlowBackend extends DelegatingBackend {

		SlowBackend(StorageBackend delegate) {
			super(delegate);
		}

		@Override
		public void write(StoreKey key, ByteBuffer bytes) {
			for (int i = 0; i < 5000 && bytes.getInt(0) < 0; i++) {
				Thread.yield();
			}
			super.write(key, bytes);
		}

	}

	private static final class KeepingBackend extends DelegatingBackend implements LeaseKeeping {

		private final LeaseStore leases;

		KeepingBackend(LeaseStore leases) {
			super(new ConcurrentMapBackend());
			this.leases = leases;
		}

		@Override
		public LeaseStore leases() {
			return this.leases;
		}

	}

}
