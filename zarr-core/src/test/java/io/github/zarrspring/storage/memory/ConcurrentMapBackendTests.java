package io.github.zarrspring.storage.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoredValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConcurrentMapBackendTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	@Test
	@DisplayName("1.1 A read gives the stored bytes themselves")
	void whenReadThenNothingIsCopied() {
		ConcurrentMapBackend backend = new ConcurrentMapBackend();
		byte[] bytes = new byte[80_000];
		backend.write(KEY, ByteBuffer.wrap(bytes));
		StoredValue value = backend.read(KEY).orElseThrow();
		assertThat(value.bytes().array()).isSameAs(bytes);
		assertThat(backend.read(KEY)).containsSame(value);
	}

	@Test
	@DisplayName("1.1 Readers do not wait for each other: all are inside the same value at once")
	void whenManyReadThenNoneWaits() throws Exception {
		ConcurrentMapBackend backend = new ConcurrentMapBackend();
		backend.write(KEY, ByteBuffer.wrap(new byte[] { 42 }));
		int readers = 16;
		CyclicBarrier inside = new CyclicBarrier(readers);
		ExecutorService threads = Executors.newFixedThreadPool(readers);
		try {
			List<Future<Byte>> results = new ArrayList<>();
			for (int i = 0; i < readers; i++) {
				results.add(threads.submit(
						() -> backend.borrow(KEY, ByteRange.ALL, (value) -> awaitAndGet(inside, value)).orElseThrow()));
			}
			for (Future<Byte> result : results) {
				assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo((byte) 42);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static byte awaitAndGet(CyclicBarrier inside, StoredValue value) {
		try {
			inside.await(30, TimeUnit.SECONDS);
			return value.bytes().get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.1 A read takes no lock, also while others write")
	void whenManyReadAndWriteThenNoReaderStopsOrIsStopped(Ordering ordering) throws Exception {
		ConcurrentMapBackend backend = new ConcurrentMapBackend(ordering);
		backend.write(KEY, ByteBuffer.wrap(new byte[] { 42 }));
		int readers = 8;
		AtomicBoolean done = new AtomicBoolean();
		CyclicBarrier start = new CyclicBarrier(readers);
		ExecutorService threads = Executors.newFixedThreadPool(readers + 1);
		try {
			Future<?> writer = threads.submit(() -> {
				while (!done.get()) {
					backend.write(KEY, ByteBuffer.wrap(new byte[] { 42 }));
				}
			});
			List<Future<Long>> results = new ArrayList<>();
			for (int i = 0; i < readers; i++) {
				results.add(threads.submit(() -> {
					backend.read(KEY);
					stops();
					start.await(30, TimeUnit.SECONDS);
					long before = stops();
					for (int read = 0; read < 200_000; read++) {
						backend.read(KEY);
					}
					return stops() - before;
				}));
			}
			for (Future<Long> result : results) {
				assertThat(result.get(30, TimeUnit.SECONDS)).as("how often the thread waited").isZero();
			}
			done.set(true);
			writer.get(30, TimeUnit.SECONDS);
		}
		finally {
			done.set(true);
			threads.shutdownNow();
		}
	}

	private static long stops() {
		ThreadInfo thread = ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().getId());
		return thread.getBlockedCount() + thread.getWaitedCount();
	}

	@Test
	@DisplayName("1.2 A sorted store keeps its keys in order")
	void whenSortedThenKeysAreKeptInOrder() {
		ConcurrentMapBackend backend = new ConcurrentMapBackend(Ordering.SORTED);
		for (int i = 0; i < 100; i++) {
			backend.write(StoreKey.of("a/" + i), ByteBuffer.allocate(0));
		}
		List<StoreKey> keys = new ArrayList<>();
		backend.forEach((key, value) -> keys.add(key));
		assertThat(keys).hasSize(100).isSorted();
	}

	@Test
	@DisplayName("1.2 A page of a sorted store looks at its own keys and at no others")
	void whenSortedThenPagesAreStreamed() {
		ConcurrentSkipListSet<StoreKey> keys = new ConcurrentSkipListSet<>();
		for (int i = 0; i < 10_000; i++) {
			keys.add(StoreKey.of("a-%04d/c/0".formatted(i)));
			keys.add(StoreKey.of("a/%04d".formatted(i)));
		}
		AtomicInteger looks = new AtomicInteger();
		SortedKeyPages pages = new SortedKeyPages(counting(keys, looks));
		List<StoreKey> page = pages.page("a/", StoreKey.of("a/4999"), 10);
		assertThat(page).hasSize(10).isSorted().startsWith(StoreKey.of("a/5000"));
		assertThat(looks.get()).isLessThanOrEqualTo(11);
		looks.set(0);
		assertThat(pages.page("a/", null, 3)).hasSize(3).startsWith(StoreKey.of("a/0000"));
		assertThat(looks.get()).isLessThanOrEqualTo(4);
	}

	@SuppressWarnings("unchecked")
	private static NavigableSet<StoreKey> counting(NavigableSet<StoreKey> keys, AtomicInteger looks) {
		return (NavigableSet<StoreKey>) Proxy.newProxyInstance(ConcurrentMapBackendTests.class.getClassLoader(),
				new Class<?>[] { NavigableSet.class }, (proxy, method, arguments) -> {
					try {
						Object result = method.invoke(keys, arguments);
						if (result instanceof NavigableSet<?> part) {
							return counting((NavigableSet<StoreKey>) part, looks);
						}
						return (result instanceof Iterator<?> keysOf) ? counting((Iterator<StoreKey>) keysOf, looks)
								: result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private static Iterator<StoreKey> counting(Iterator<StoreKey> keys, AtomicInteger looks) {
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				return keys.hasNext();
			}

			@Override
			public StoreKey next() {
				looks.incrementAndGet();
				return keys.next();
			}

		};
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("1.2 Either ordering lists in key order")
	void whenListedThenInOrder(Ordering ordering) {
		ConcurrentMapBackend backend = new ConcurrentMapBackend(ordering);
		for (int i = 999; i >= 0; i--) {
			backend.write(StoreKey.of("a/" + i), ByteBuffer.allocate(0));
		}
		assertThat(backend.list("a/", null, 100)).hasSize(100).isSorted().startsWith(StoreKey.of("a/0"));
		assertThat(backend.list("a/", StoreKey.of("a/99"), 5)).extracting(StoreKey::value)
			.containsExactly("a/990", "a/991", "a/992", "a/993", "a/994");
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> backend.list("", null, 0));
	}

	@Test
	void whenBufferWouldHoldOnToOtherMemoryThenItIsCopied() {
		ConcurrentMapBackend backend = new ConcurrentMapBackend();
		byte[] large = new byte[1 << 20];
		backend.write(KEY, ByteBuffer.wrap(large, 1000, 10));
		assertThat(backend.read(KEY).orElseThrow().bytes().array()).hasSizeLessThan(1000);
		backend.write(KEY, ByteBuffer.allocateDirect(1 << 20));
		assertThat(backend.read(KEY).orElseThrow().bytes().isDirect()).isFalse();
		backend.write(KEY, ByteBuffer.wrap(large, 16, large.length - 16));
		assertThat(backend.read(KEY).orElseThrow().bytes().array()).isSameAs(large);
	}

}
