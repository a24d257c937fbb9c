package io.github.zarrspring.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.dtype.ValueCast;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that become other ones, all others being cast. A NaN stands for every NaN, zero
 * for both zeros; of two pairs for one number the last counts.
 */
final class ScalarMap implements UnaryOperator<Object> {

	private final DataType from;

	private final DataType to;

	private final Map<Number, Object> values = new HashMap<>();

	private final ValueCast cast;

	ScalarMap(DataType from, DataType to, List<Object> keys, List<Object> values, ValueCast cast) {
		this.from = from;
		this.to = to;
		this.cast = cast;
		for (int i = 0; i < keys.size(); i++) {
			this.values.put(numbers(keys.get(i))[0], values.get(i));
		}
	}

	private Number[] numbers(Object array) {
		Number[] numbers = new Number[this.from.elementType().length(array)];
		if (ValueCast.isInteger(this.from)) {
			long[] longs = ValueCast.longs(this.from, array);
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = longs[i];
			}
			return numbers;
		}
		double[] doubles = ValueCast.doubles(this.from, array);
		for (int i = 0; i < numbers.length; i++) {
			// The sum makes one zero of two, and a boxed NaN equals every other.
			numbers[i] = doubles[i] + 0.0;
		}
		return numbers;
	}

	/**
	 * What is mapped is cast as zero, which every type has, and then overwritten.
	 */
	@Override
	public Object apply(Object array) {
		Number[] numbers = numbers(array);
		Object others = this.from.elementType().allocate(numbers.length);
		System.arraycopy(array, 0, others, 0, numbers.length);
		Object zero = this.from.elementType().allocate(1);
		@Nullable Object[] mapped = new @Nullable Object[numbers.length];
		for (int i = 0; i < numbers.length; i++) {
			mapped[i] = this.values.get(numbers[i]);
			if (mapped[i] != null) {
				System.arraycopy(zero, 0, others, i, 1);
			}
		}
		Object result = this.cast.apply(others);
		if (result == others && this.from.elementType() == this.to.elementType()) {
			result = this.to.elementType().allocate(numbers.length);
			System.arraycopy(others, 0, result, 0, numbers.length);
		}
		for (int i = 0; i < numbers.length; i++) {
			Object value = mapped[i];
			if (value != null) {
				System.arraycopy(value, 0, result, i, 1);
			}
		}
		return result;
	}

}
