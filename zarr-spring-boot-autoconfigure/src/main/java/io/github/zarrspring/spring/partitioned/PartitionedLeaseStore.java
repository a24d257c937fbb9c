package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.access.LeaseState;
import io.github.zarrspring.storage.access.LeaseStore;
import io.github.zarrspring.storage.access.WorkUnderWay;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lease of a store in the cluster, for all its members and clients, by the
 * clock of the cluster.
 * <p>
 * Each partition has a fence: the fencing number of the newest holder. Whoever asks for
 * the lease reserves a number first, by compare-and-set, raises all fences to it, and has
 * the lease only then. Writes bring their number along and are compared with the fence in
 * the partition that they go to, so none of a former holder takes effect after a new one
 * has the lease, however long it was on its way and whether or not its process could be
 * told. The work of this process alone is waited for.
 * <p>
 * While it holds the lease, this process knows so without asking. If the lease is lost
 * with its members, the fences tell who had it: that one keeps it for as long again.
 * <p>
 * Safe for use by several threads.
 */
final class PartitionedLeaseStore implements LeaseStore {

	private static final EntryKey LEASE = new EntryKey("lease", null);

	private final HazelcastInstance instance;

	private final String map;

	private final Supplier<WriteId> ids;

	private final WorkUnderWay work = new WorkUnderWay();

	private final ReentrantLock changes = new ReentrantLock();

	private final ThreadLocal<@Nullable Fence> fence = new ThreadLocal<>();

	private volatile @Nullable Held held;

	private @Nullable Fences fences;

	/**
	 * The lease of a store, of which nothing is asked before it is used.
	 * @param instance the member or client
	 * @param map the map of leases
	 * @param ids what tells writes from each other
	 */
	PartitionedLeaseStore(HazelcastInstance instance, String map, Supplier<WriteId> ids) {
		this.instance = instance;
		this.map = map;
		this.ids = ids;
	}

	private IMap<EntryKey, byte[]> map() {
		return this.instance.getMap(this.map);
	}

	private synchronized Fences fences() {
		Fences fences = this.fences;
		if (fences == null) {
			fences = Fences.repeat(() -> new Fences(map(), this.instance.getPartitionService()));
			this.fences = fences;
		}
		return fences;
	}

	@Override
	public LeaseState read() {
		return load().now();
	}

	private Kept load() {
		for (;;) {
			long asked = System.nanoTime();
			byte[] answer = Fences.repeat(() -> map().executeOnKey(LEASE, new ReadLease()));
			Instant time = Instant.ofEpochMilli(ByteBuffer.wrap(answer).getLong());
			if (answer.length > Long.BYTES) {
				byte[] value = Arrays.copyOfRange(answer, Long.BYTES, answer.length);
				return new Kept(LeaseEntry.decode(value), ValueFormat.id(value), time, asked);
			}
			LeaseEntry newest = fences().newest();
			if (newest == null) {
				return new Kept(LeaseEntry.NONE, null, time, asked);
			}
			replace(null, newest.with(renewed(newest.state(), time)));
		}
	}

	private boolean replace(@Nullable WriteId expected, LeaseEntry entry) {
		return replace(expected, this.ids.get(), entry);
	}

	private boolean replace(@Nullable WriteId expected, WriteId id, LeaseEntry entry) {
		return new Writes(map(), null).compareAndSet(LEASE, expected, entry.encode(id));
	}

	@Override
	public LeaseState change(Change change) {
		LeaseState next = tryChange(change, false);
		return (next != null) ? next : this.work.whenEnded(() -> Objects.requireNonNull(tryChange(change, true)));
	}

	/**
	 * Change the lease, unless that needs the work of this process to have ended.
	 */
	private @Nullable LeaseState tryChange(Change change, boolean alone) {
		this.changes.lock();
		try {
			for (;;) {
				Kept kept = load();
				LeaseState current = kept.entry().state();
				LeaseState next = change.apply(current, kept.time());
				if (next == current) {
					return next;
				}
				boolean passesOn = next.fencingNumber() != current.fencingNumber();
				if (passesOn && !alone) {
					return null;
				}
				LeaseState done = (next.claimed() && (passesOn || !current.claimed())) ? claim(kept, next)
						: keep(kept, next);
				if (done != null) {
					return done;
				}
			}
		}
		finally {
			this.changes.unlock();
		}
	}

	private @Nullable LeaseState keep(Kept kept, LeaseState next) {
		LeaseEntry entry = kept.entry().with(next);
		if (!replace(kept.id(), entry)) {
			return null;
		}
		this.held = next.claimed() ? new Held(entry, kept.asked()) : null;
		return next;
	}

	/**
	 * Take the lease over: reserve a number that no partition knows, raise all fences to
	 * it, and take it if it is still reserved. Whoever stops halfway has not had it.
	 */
	private @Nullable LeaseState claim(Kept kept, LeaseState next) {
		this.held = null;
		long number = Math.max(next.fencingNumber(), kept.entry().fence() + 1);
		WriteId claim = this.ids.get();
		LeaseEntry claimed = new LeaseEntry(with(next, number, true, next.expires()), number, claim);
		LeaseEntry reserved = claimed.with(with(next, number, false, next.expires()));
		if (!replace(kept.id(), claim, reserved)) {
			return null;
		}
		if (!fences().raise(claimed.encode(this.ids.get()))) {
			// Numbers that the lease has no memory of, or another's newer ones.
			LeaseEntry newest = Objects.requireNonNull(fences().newest());
			if (!replace(claim, new LeaseEntry(reserved.state(), newest.fence(), newest.claim()))) {
				throw overtaken(next);
			}
			return null;
		}
		Kept now = load();
		LeaseEntry held = claimed.with(renewed(claimed.state(), now.time()));
		if (!claim.equals(now.id()) || !replace(claim, held)) {
			throw overtaken(next);
		}
		this.held = new Held(held, now.asked());
		return held.state();
	}

	private static LeaseUnavailableException overtaken(LeaseState state) {
		return new LeaseUnavailableException(
				"'%s' cannot have the lease: another asked for it at the same time".formatted(state.holder()));
	}

	private static LeaseState renewed(LeaseState state, Instant now) {
		return with(state, state.fencingNumber(), state.claimed(), now.plus(state.timeToLive()));
	}

	private static LeaseState with(LeaseState state, long number, boolean claimed, @Nullable Instant expires) {
		return new LeaseState(state.holder(), number, claimed, state.heir(), state.timeToLive(), expires);
	}

	@Override
	public <T> T fenced(Consumer<LeaseState> check, Supplier<T> work) {
		return this.work.run(() -> {
			Held held = this.held;
			if (held != null && held.lasts()) {
				check.accept(held.entry().state());
				return fenced(held.entry().toFence(), work);
			}
			Kept kept = load();
			check.accept(kept.now());
			return fenced(kept.entry().toFence(), work);
		});
	}

	private <T> T fenced(Fence fence, Supplier<T> work) {
		Fence before = this.fence.get();
		this.fence.set(fence);
		try {
			return work.get();
		}
		finally {
			if (before != null) {
				this.fence.set(before);
			}
			else {
				this.fence.remove();
			}
		}
	}

	/**
	 * What the calling thread writes with.
	 * @return the fence, {@code null} if it has no lease
	 */
	@Nullable Fence fence() {
		return this.fence.get();
	}

	/**
	 * A write that is compared with the fence of its partition.
	 */
	FencedWrite guard(Fence fence, EntryKey key, EntryProcessor<EntryKey, byte[], Integer> write) {
		return new FencedWrite(this.map, fences().route(key), fence, write);
	}

	/**
	 * What to try a write with again after it came too late.
	 * @throws StoreAccessDeniedException if the lease was not renewed since
	 */
	Fence renewed(Fence fence) {
		Kept kept = load();
		Fence current = kept.entry().toFence();
		if (!kept.now().claimed() || !current.claim().equals(fence.claim()) || current.expires() <= fence.expires()) {
			throw new StoreAccessDeniedException("The lease with the fencing number %d is over: it timed out at %s"
				.formatted(fence.number(), Instant.ofEpochMilli(fence.expires())));
		}
		return current;
	}

	/**
	 * Check what came of a write.
	 * @return the same
	 * @throws StoreAccessDeniedException if there is a newer holder
	 * @throws StoreFailureException if nobody can tell
	 */
	static int check(Fence fence, int outcome) {
		if (outcome == FencedWrite.REFUSED) {
			throw new StoreAccessDeniedException(
					"The lease with the fencing number %d is over: there is a newer holder".formatted(fence.number()));
		}
		if (outcome == FencedWrite.LOST) {
			throw new StoreFailureException(("A partition has lost what it knew of the lease with the fencing number "
					+ "%d, with the members that had it: close the lease and acquire it again")
				.formatted(fence.number()));
		}
		return outcome;
	}

	/**
	 * The lease as it was read.
	 *
	 * @param entry what was there
	 * @param id the write that made it, {@code null} if there was nothing
	 * @param time the time then
	 * @param asked when it was asked for, by {@link System#nanoTime()}
	 */
	private record Kept(LeaseEntry entry, @Nullable WriteId id, Instant time, long asked) {

		LeaseState now() {
			return this.entry.state().at(this.time);
		}

	}

	/**
	 * The lease as this process has it.
	 *
	 * @param entry what is kept of it
	 * @param since a moment before its time began, by {@link System#nanoTime()}
	 */
	private record Held(LeaseEntry entry, long since) {

		/**
		 * Until then nobody else changes the lease.
		 */
		boolean lasts() {
			return System.nanoTime() - this.since < this.entry.state().timeToLive().toNanos();
		}

	}

}
