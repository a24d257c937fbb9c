package io.github.zarrspring.spring.s3;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArrayPool}.
 */
class ArrayPoolTests {

	private final ArrayPool pool = new ArrayPool(16_384);

	@Test
	void whenArrayIsGivenBackThenItIsTakenAgain() {
		byte[] array = this.pool.take(5000);
		assertThat(array).hasSize(8192);
		this.pool.give(array);
		assertThat(this.pool.take(4096)).isNotSameAs(array);
		assertThat(this.pool.take(8192)).isSameAs(array);
		assertThat(this.pool.take(8192)).isNotSameAs(array);
	}

	@Test
	void whenMoreIsGivenBackThanIsKeptThenTheRestGoes() {
		byte[] first = this.pool.take(8192);
		byte[] second = this.pool.take(8192);
		byte[] third = this.pool.take(8192);
		this.pool.give(first);
		this.pool.give(second);
		this.pool.give(third);
		assertThat(this.pool.take(8192)).isSameAs(second);
		assertThat(this.pool.take(8192)).isSameAs(first);
		assertThat(this.pool.take(8192)).isNotSameAs(third);
	}

	@Test
	void whenSizeIsOutOfTheOrdinaryThenArrayIsAsLargeAsNeeded() {
		assertThat(this.pool.take(0)).hasSize(4096);
		assertThat(this.pool.take(1 << 12)).hasSize(4096);
		byte[] huge = this.pool.take((1 << 25) + 1);
		assertThat(huge).hasSize((1 << 25) + 1);
		this.pool.give(huge);
		assertThat(this.pool.take((1 << 25) + 1)).isNotSameAs(huge);
	}

}
