package io.github.zarrspring.spring.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.BytesInFlight.Reservation;
import io.github.zarrspring.limits.Limits;

/**
 * Reads bodies, into memory that was reserved before.
 */
final class ReplyBody {

	private static final String WHAT = "An answer size";

	private final BytesInFlight inFlight;

	private final Reservation reservation;

	ReplyBody(BytesInFlight inFlight, Reservation reservation) {
		this.inFlight = inFlight;
		this.reservation = reservation;
	}

	/**
	 * Read what has a known size.
	 * @param in the body
	 * @param count how many bytes to read
	 * @return the bytes
	 * @throws EOFException if there are fewer
	 */
	byte[] read(InputStream in, long count) throws IOException {
		Limits.check(WHAT, count, Limits.MAX_CHUNK_BYTES, "a Java array");
		this.reservation.set(WHAT, count);
		byte[] bytes = new byte[(int) count];
		int read = in.readNBytes(bytes, 0, bytes.length);
		if (read < bytes.length) {
			throw new EOFException("%d of %d bytes".formatted(read, bytes.length));
		}
		return bytes;
	}

	/**
	 * Read what is of any size: a little at first, and if there is more, as much as there
	 * may be is reserved at once.
	 * @param in the body
	 * @param most how many bytes to read at most
	 * @return the bytes, fewer than the most if the body ends before
	 */
	byte[] readUpTo(InputStream in, long most) throws IOException {
		byte[] bytes = new byte[(int) Math.min(most, BytesInFlight.UNCOUNTED)];
		int size = in.readNBytes(bytes, 0, bytes.length);
		if (size == bytes.length && size < most) {
			int next = in.read();
			if (next >= 0) {
				bytes = grow(in, bytes, (byte) next, most);
				size = bytes.length;
				this.reservation.set(WHAT, size);
			}
		}
		return (size < bytes.length) ? Arrays.copyOf(bytes, size) : bytes;
	}

	/**
	 * An array is there beside the one of half its size that is copied to it.
	 */
	private byte[] grow(InputStream in, byte[] first, byte next, long most) throws IOException {
		long reserved = Math.min(most + most / 2, this.inFlight.bound());
		this.reservation.set(WHAT, reserved);
		int room = (int) Math.min(Limits.MAX_CHUNK_BYTES, Math.min(most, reserved / 3 * 2));
		byte[] bytes = Arrays.copyOf(first, Math.min(room, 2 * first.length));
		int size = first.length;
		bytes[size++] = next;
		while (true) {
			size += in.readNBytes(bytes, size, bytes.length - size);
			if (size < bytes.length) {
				return Arrays.copyOf(bytes, size);
			}
			if (size == room) {
				if (room < most && in.read() >= 0) {
					Limits.check(WHAT, size + 1L, room, "zarr.limits.in-flight");
				}
				return bytes;
			}
			bytes = Arrays.copyOf(bytes, (int) Math.min(room, 2L * bytes.length));
		}
	}

}
