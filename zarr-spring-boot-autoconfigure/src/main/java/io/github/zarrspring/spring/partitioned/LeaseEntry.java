package io.github.zarrspring.spring.partitioned;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import io.github.zarrspring.storage.access.LeaseState;
import org.jspecify.annotations.Nullable;

/**
 * What the map of leases has of a store: once the lease as it is, and in each partition a
 * fence, which is the lease as its newest holder got it. Kept in {@link ValueFormat},
 * with big-endian integers: fence, the two of the claim, fencing number, whether claimed,
 * time to live and expiry in milliseconds, and holder and heir, each after its length and
 * empty for nobody.
 *
 * @param state the lease
 * @param fence the highest fencing number that partitions may know of
 * @param claim the write that reserved that number
 */
record LeaseEntry(LeaseState state, long fence, WriteId claim) {

	private static final WriteId NOBODY = new WriteId(0, 0);

	private static final long NEVER = Long.MIN_VALUE;

	static final LeaseEntry NONE = new LeaseEntry(LeaseState.NONE, 0, NOBODY);

	LeaseEntry with(LeaseState state) {
		return new LeaseEntry(state, this.fence, this.claim);
	}

	Fence toFence() {
		Instant expires = this.state.expires();
		return new Fence(this.fence, this.claim, (expires != null) ? expires.toEpochMilli() : NEVER);
	}

	byte[] encode(WriteId id) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeLong(this.fence);
			out.writeLong(this.claim.source());
			out.writeLong(this.claim.number());
			out.writeLong(this.state.fencingNumber());
			out.writeBoolean(this.state.claimed());
			out.writeLong(this.state.timeToLive().toMillis());
			out.writeLong(toFence().expires());
			writeName(out, this.state.holder());
			writeName(out, this.state.heir());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return ValueFormat.encode(id, ByteBuffer.wrap(bytes.toByteArray()));
	}

	private static void writeName(DataOutputStream out, @Nullable String name) throws IOException {
		byte[] bytes = ((name != null) ? name : "").getBytes(StandardCharsets.UTF_8);
		out.writeShort(bytes.length);
		out.write(bytes);
	}

	static LeaseEntry decode(byte[] value) {
		ByteBuffer in = ValueFormat.decode(value).bytes();
		long fence = in.getLong();
		WriteId claim = new WriteId(in.getLong(), in.getLong());
		long number = in.getLong();
		boolean claimed = in.get() != 0;
		Duration timeToLive = Duration.ofMillis(in.getLong());
		long expires = in.getLong();
		String holder = readName(in);
		String heir = readName(in);
		return new LeaseEntry(new LeaseState(holder, number, claimed, heir, timeToLive,
				(expires != NEVER) ? Instant.ofEpochMilli(expires) : null), fence, claim);
	}

	private static @Nullable String readName(ByteBuffer in) {
		byte[] bytes = new byte[in.getShort()];
		in.get(bytes);
		return (bytes.length > 0) ? new String(bytes, StandardCharsets.UTF_8) : null;
	}

}
