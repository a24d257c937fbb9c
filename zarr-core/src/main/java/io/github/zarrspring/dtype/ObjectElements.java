package io.github.zarrspring.dtype;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

import io.github.zarrspring.exception.UnsupportedExtensionException;

/**
 * Arrays of objects, for elements whose size varies.
 */
final class ObjectElements extends ElementType {

	private final Object empty;

	/**
	 * An element type.
	 * @param arrayClass the class of the Java arrays
	 * @param empty what new arrays are filled with
	 */
	ObjectElements(Class<?> arrayClass, Object empty) {
		super(arrayClass, 0);
		this.empty = empty;
	}

	@Override
	public Object allocate(int length) {
		Object[] array = (Object[]) Array.newInstance(this.empty.getClass(), length);
		Arrays.fill(array, this.empty);
		return array;
	}

	@Override
	public int length(Object array) {
		return ((Object[]) array).length;
	}

	@Override
	public ElementBuffer view(ByteBuffer bytes, ByteOrder order) {
		throw new UnsupportedExtensionException("Elements of varying size have no fixed place among bytes");
	}

	@Override
	void copyStrided(Object source, int sourcePosition, int sourceStride, Object target, int targetPosition,
			int targetStride, int count) {
		Object[] from = (Object[]) source;
		Object[] to = (Object[]) target;
		for (int i = 0; i < count; i++) {
			to[targetPosition + i * targetStride] = from[sourcePosition + i * sourceStride];
		}
	}

	@Override
	public boolean isFilled(Object source, int position, int stride, int count, Object element, int slot) {
		Object[] values = (Object[]) source;
		Object expected = ((Object[]) element)[slot];
		for (int i = 0; i < count; i++) {
			if (!Objects.deepEquals(values[position + i * stride], expected)) {
				return false;
			}
		}
		return true;
	}

}
