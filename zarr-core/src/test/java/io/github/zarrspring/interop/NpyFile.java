package io.github.zarrspring.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array that numpy saved.
 *
 * @param type kind and size of the elements, such as {@code f8}
 * @param shape the shape
 * @param bytes the elements in C order, their numbers little-endian
 */
public record NpyFile(String type, int[] shape, byte[] bytes) {

	private static final Pattern HEADER = Pattern
		.compile("\\{'descr': '([<>|])([biufcV]\\d+)', 'fortran_order': (True|False), 'shape': \\(([\\d, ]*)\\), *\\}");

	public static NpyFile read(Path file) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		if (buffer.get() != (byte) 0x93 || !"NUMPY".equals(text(buffer, 5))) {
			throw new IOException(file + " was not saved by numpy");
		}
		int version = buffer.get();
		buffer.get();
		String header = text(buffer, (version == 1) ? Short.toUnsignedInt(buffer.getShort()) : buffer.getInt()).trim();
		Matcher matcher = HEADER.matcher(header);
		if (!matcher.matches()) {
			throw new IOException(file + " has the unexpected header " + header);
		}
		String type = matcher.group(2);
		int[] shape = Arrays.stream(matcher.group(4).split(","))
			.filter((size) -> !size.isBlank())
			.mapToInt((size) -> Integer.parseInt(size.trim()))
			.toArray();
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		int itemSize = Integer.parseInt(type.substring(1));
		if (bytes.length != Arrays.stream(shape).reduce(itemSize, (a, b) -> a * b)) {
			throw new IOException(file + " has " + bytes.length + " bytes of elements");
		}
		if (matcher.group(1).equals(">")) {
			reverse(bytes, type.startsWith("c") ? itemSize / 2 : itemSize);
		}
		boolean fortran = matcher.group(3).equals("True");
		return new NpyFile(type, shape, fortran ? toC(bytes, shape, itemSize) : bytes);
	}

	private static String text(ByteBuffer buffer, int length) {
		byte[] bytes = new byte[length];
		buffer.get(bytes);
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static void reverse(byte[] bytes, int size) {
		for (int start = 0; start < bytes.length; start += size) {
			for (int i = 0; i < size / 2; i++) {
				byte first = bytes[start + i];
				bytes[start + i] = bytes[start + size - 1 - i];
				bytes[start + size - 1 - i] = first;
			}
		}
	}

	private static byte[] toC(byte[] fortran, int[] shape, int itemSize) {
		byte[] bytes = new byte[fortran.length];
		int[] index = new int[shape.length];
		for (int i = 0; i < bytes.length / itemSize; i++) {
			int position = 0;
			for (int d = shape.length - 1; d >= 0; d--) {
				position = position * shape[d] + index[d];
			}
			System.arraycopy(fortran, position * itemSize, bytes, i * itemSize, itemSize);
			for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
				index[d] = 0;
			}
		}
		return bytes;
	}

}
