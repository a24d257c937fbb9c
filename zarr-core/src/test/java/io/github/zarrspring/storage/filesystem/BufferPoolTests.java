package io.github.zarrspring.storage.filesystem;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BufferPoolTests {

	@Test
	void whenGivenBackThenIsUsedAgain() {
		BufferPool pool = new BufferPool(1 << 20);
		ByteBuffer first = pool.take(5000);
		assertThat(first.isDirect()).isTrue();
		assertThat(first.capacity()).isEqualTo(8192);
		first.position(17).limit(20);
		pool.give(first);
		ByteBuffer second = pool.take(100);
		assertThat(second).isSameAs(first);
		assertThat(second.remaining()).isEqualTo(8192);
	}

	@Test
	void whenBoundIsReachedThenBuffersAreOfTheHeap() {
		BufferPool pool = new BufferPool(10 * 4096);
		List<ByteBuffer> taken = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			taken.add(pool.take(4096));
		}
		assertThat(taken.stream().filter(ByteBuffer::isDirect)).hasSize(10);
		taken.forEach(pool::give);
		assertThat(pool.take(1).isDirect()).isTrue();
	}

	@Test
	void whenSizeIsExtremeThenFits() {
		BufferPool pool = new BufferPool(64 << 20);
		for (int size : new int[] { 0, 1, 4096, 4097, 1 << 23, (1 << 23) + 1, 1 << 25 }) {
			ByteBuffer buffer = pool.take(size);
			assertThat(buffer.capacity()).isGreaterThanOrEqualTo(size);
			assertThat(buffer.isDirect()).isEqualTo(size <= 1 << 23);
			pool.give(buffer);
		}
	}

}
