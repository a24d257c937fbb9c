package io.github.zarrspring.test;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.Hierarchy;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.Capabilities;
import io.github.zarrspring.storage.StoreKey;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What two callers do to one node at a time comes out as if they had done it one after
 * the other: no value comes back, no two nodes are at one path, no node is in an array.
 * Where a second backend can be open on the same data, the second caller has it, and an
 * engine of its own, as another process would.
 */
interface NodeRaceContract extends ContractFixture {

	/**
	 * How often each race is run in a build, a quarter of it where nodes are not locked
	 * and callers have to wait for one another.
	 */
	int ROUNDS = 32;

	private int rounds() {
		return backend().locksNodes() ? ROUNDS : ROUNDS / 4;
	}

	/**
	 * How often each race is run in the long form, by the system property
	 * {@code zarr.race.rounds}: a quarter of it where a call is far.
	 */
	private int longRounds() {
		int rounds = Integer.getInteger("zarr.race.rounds", ROUNDS);
		return (backend().capabilities().roundTrip() == Capabilities.RoundTrip.REMOTE) ? rounds / 4 : rounds;
	}

	private void race(int rounds, Race race) {
		Assumptions.assumeTrue(backend().locksNodes() || !backend().capabilities().callerThread(),
				"transactions that do not lock nodes");
		try (ZarrEngine engine = ZarrEngine.create(); ZarrEngine other = ZarrEngine.create()) {
			Hierarchy here = engine.hierarchy("store", backend());
			// Without conditional writes nothing is promised among processes.
			Hierarchy there = second().filter((backend) -> backend.capabilities().conditionalWrites())
				.map((backend) -> other.hierarchy("store", backend))
				.orElse(here);
			for (int round = 0; round < rounds; round++) {
				race.run(here, there, "r" + round);
			}
		}
	}

	/**
	 * Do two things at once.
	 * @return which of them were done; others were told that they cannot be
	 */
	private static List<Boolean> both(Runnable one, Runnable other) {
		return Together.run(2, (number) -> {
			try {
				((number == 0) ? one : other).run();
				return true;
			}
			catch (NodeExistsException | NodeNotFoundException | InvalidRequestException ex) {
				return false;
			}
		});
	}

	private static ArraySpec int32(long shape) {
		return ArraySpec.of(DataType.INT32).shape(shape).chunks(4);
	}

	private static NdArray filled(int count, int value) {
		int[] values = new int[count];
		Arrays.fill(values, value);
		return NdArray.of(values, count);
	}

	@Test
	@DisplayName("Of two creators of one path in two formats one succeeds, and the other is told")
	default void oneCreatorSucceeds() {
		oneCreatorSucceeds(rounds());
	}

	@Test
	@Tag("proof")
	@DisplayName("Of two creators of one path in two formats one succeeds, very often")
	default void oneCreatorSucceedsVeryOften() {
		oneCreatorSucceeds(longRounds());
	}

	private void oneCreatorSucceeds(int rounds) {
		race(rounds, (here, there, path) -> {
			List<Boolean> created = both(() -> here.create(path, int32(4).format(ZarrFormat.V2)),
					() -> there.create(path, int32(4).format(ZarrFormat.V3)));
			Assertions.assertThat(created).as(path).containsOnlyOnce(true);
			Assertions
				.assertThat(Stream.of(".zarray", "zarr.json")
					.filter((name) -> backend().exists(StoreKey.of(path + '/' + name))))
				.as(path)
				.hasSize(1);
		});
	}

	@Test
	@DisplayName("Of an array and an array in it only one comes to be")
	default void noArrayInAnArray() {
		noArrayInAnArray(rounds());
	}

	@Test
	@Tag("proof")
	@DisplayName("Of an array and an array in it only one comes to be, very often")
	default void noArrayInAnArrayVeryOften() {
		noArrayInAnArray(longRounds());
	}

	private void noArrayInAnArray(int rounds) {
		race(rounds, (here, there, path) -> {
			ZarrFormat format = (path.hashCode() % 2 == 0) ? ZarrFormat.V2 : ZarrFormat.V3;
			List<Boolean> created = both(() -> here.create(path, int32(4).format(format)),
					() -> there.create(path + "/y", int32(4).format(ZarrFormat.V3)));
			Assertions.assertThat(created).as(path).containsOnlyOnce(true);
			Assertions.assertThat(here.exists(path + "/y")).as(path).isEqualTo(created.get(1));
		});
	}

	@Test
	@DisplayName("Cells that are cut off while others append do not come back when the array grows")
	default void cutCellsStayAway() {
		cutCellsStayAway(rounds());
	}

	@Test
	@Tag("proof")
	@DisplayName("Cells that are cut off while others append do not come back, very often")
	default void cutCellsStayAwayVeryOften() {
		cutCellsStayAway(longRounds());
	}

	private void cutCellsStayAway(int rounds) {
		race(rounds, (here, there, path) -> {
			here.create(path, int32(8)).write(filled(8, 1));
			ZarrArray one = here.open(path);
			ZarrArray other = there.open(path);
			Assertions.assertThat(both(() -> one.append(filled(6, 2)), () -> other.resize(5)))
				.as(path)
				.containsOnly(true);
			ZarrArray array = here.open(path);
			int[] cells = array.read().ints();
			int[] expected = Arrays.copyOf(new int[] { 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2 }, cells.length);
			Assertions.assertThat(cells).as(path).isEqualTo(expected).hasSizeBetween(5, 11);
			array.resize(24);
			Assertions.assertThat(array.read().ints()).as(path).isEqualTo(Arrays.copyOf(expected, 24));
			here.delete(path);
		});
	}

	@Test
	@DisplayName("What is written while an array is deleted is not in the next array")
	default void deletedCellsStayAway() {
		deletedCellsStayAway(rounds());
	}

	@Test
	@Tag("proof")
	@DisplayName("What is written while an array is deleted is not in the next array, very often")
	default void deletedCellsStayAwayVeryOften() {
		deletedCellsStayAway(longRounds());
	}

	private void deletedCellsStayAway(int rounds) {
		race(rounds, (here, there, path) -> {
			here.create(path, int32(16));
			ZarrArray one = here.open(path);
			Consumer<ZarrArray> write = (path.hashCode() % 2 == 0) ? (array) -> array.write(filled(16, 3))
					: (array) -> array.append(filled(7, 3));
			List<Boolean> done = both(() -> write.accept(one), () -> there.delete(path));
			Assertions.assertThat(done.get(1)).as(path).isTrue();
			ZarrArray next = here.create(path, int32(32));
			Assertions.assertThat(next.read().ints()).as(path).containsOnly(0);
			here.delete(path);
		});
	}

	/**
	 * One round.
	 */
	interface Race {

		/**
		 * Run it.
		 * @param here the store as one caller sees it
		 * @param there the store as the other sees it
		 * @param path a path where nothing is
		 */
		void run(Hierarchy here, Hierarchy there, String path);

	}

}
