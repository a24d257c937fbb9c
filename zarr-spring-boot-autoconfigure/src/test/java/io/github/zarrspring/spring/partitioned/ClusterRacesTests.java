package io.github.zarrspring.spring.partitioned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two members, each an application with an engine of its own, that work on one node at
 * the same time.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClusterRacesTests {

	private static final int FEW = 50;

	private static final int MANY = 500;

	private Grid first;

	private Grid second;

	@BeforeAll
	void startMembers() throws Exception {
		this.first = Grid.start("");
		this.second = Grid.start(this.first.address());
		this.first.awaitSafe(2);
	}

	@AfterAll
	void stopMembers() {
		this.second.close();
		this.first.close();
	}

	@Test
	@Tag("slow")
	void whenTwoVersionsAreCreatedAtOnePathThenOneIsThere() throws Exception {
		createTwoVersions(FEW);
	}

	@Test
	@Tag("proof")
	void whenTwoVersionsAreCreatedAtOnePathVeryOftenThenOneIsThere() throws Exception {
		createTwoVersions(MANY);
	}

	@Test
	@Tag("slow")
	void whenArrayIsCreatedInWhatBecomesAnArrayThenOneIsThere() throws Exception {
		createWithin(FEW);
	}

	@Test
	@Tag("proof")
	void whenArrayIsCreatedInWhatBecomesAnArrayVeryOftenThenOneIsThere() throws Exception {
		createWithin(MANY);
	}

	@Test
	@Tag("slow")
	void whenArrayIsAppendedToAndShrunkAtOnceThenItGrowsByFillValues() throws Exception {
		appendBesideShrink(FEW);
	}

	@Test
	@Tag("proof")
	void whenArrayIsAppendedToAndShrunkAtOnceVeryOftenThenItGrowsByFillValues() throws Exception {
		appendBesideShrink(MANY);
	}

	@Test
	@Tag("slow")
	void whenArrayIsWrittenAndDeletedAtOnceThenTheNextOneHasFillValues() throws Exception {
		writeBesideDelete(FEW);
	}

	@Test
	@Tag("proof")
	void whenArrayIsWrittenAndDeletedAtOnceVeryOftenThenTheNextOneHasFillValues() throws Exception {
		writeBesideDelete(MANY);
	}

	private static ArraySpec spec(int length) {
		return ArraySpec.of(DataType.INT32).shape(length).chunks(2);
	}

	private void createTwoVersions(int rounds) throws Exception {
		List<String> faults = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			String path = "versions/n" + round;
			List<Boolean> done = atOnce(() -> this.first.zarr().create(path, spec(4).format(ZarrFormat.V2)),
					() -> this.second.zarr().create(path, spec(4).format(ZarrFormat.V3)));
			boolean v2 = this.first.backend().exists(StoreKey.of(path + "/.zarray"));
			boolean v3 = this.first.backend().exists(StoreKey.of(path + "/zarr.json"));
			if (done.get(0).equals(done.get(1)) || v2 != done.get(0) || v3 != done.get(1)) {
				faults.add("%d: %s, v2 %s, v3 %s".formatted(round, done, v2, v3));
			}
		}
		assertThat(faults).isEmpty();
	}

	private void createWithin(int rounds) throws Exception {
		List<String> faults = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			String path = "within/x" + round;
			List<Boolean> done = atOnce(() -> this.first.zarr().create(path, spec(4)),
					() -> this.second.zarr().create(path + "/y", spec(4)));
			boolean outer = this.first.zarr().exists(path) && this.first.zarr().node(path) instanceof ZarrArray;
			boolean inner = this.first.backend().exists(StoreKey.of(path + "/y/zarr.json"));
			if (done.get(0).equals(done.get(1)) || outer != done.get(0) || inner != done.get(1)) {
				faults.add("%d: %s, x %s, x/y %s".formatted(round, done, outer, inner));
			}
		}
		assertThat(faults).isEmpty();
	}

	private void appendBesideShrink(int rounds) throws Exception {
		List<String> faults = new ArrayList<>();
		ZarrArray array = this.first.zarr().create("shrunk", spec(0));
		for (int round = 0; round < rounds; round++) {
			array.refresh();
			array.resize(0);
			array.append(NdArray.of(new int[] { 1, 1, 1, 1, 1, 1, 1 }, 7));
			ZarrArray other = this.second.zarr().open("shrunk");
			ZarrArray here = this.first.zarr().open("shrunk");
			List<Boolean> done = atOnce(() -> here.append(NdArray.of(new int[] { 2, 2, 2, 2, 2 }, 5)),
					() -> other.resize(1));
			array.refresh();
			int length = (int) array.shape()[0];
			array.resize(20);
			int[] cells = array.read().ints();
			boolean allowed = length == 1 || length == 6;
			int[] rest = Arrays.copyOfRange(cells, length, 20);
			if (!done.equals(List.of(true, true)) || !allowed || !Arrays.equals(rest, new int[20 - length])) {
				faults.add("%d: %s, %d of %s".formatted(round, done, length, Arrays.toString(cells)));
			}
		}
		assertThat(faults).isEmpty();
	}

	private void writeBesideDelete(int rounds) throws Exception {
		List<String> faults = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			ZarrArray array = this.first.zarr().create("deleted", spec(8));
			List<Boolean> done = atOnce(() -> array.write(NdArray.of(new int[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 8)),
					() -> this.second.zarr().delete("deleted"));
			int[] cells = this.second.zarr().create("deleted", spec(8)).read().ints();
			if (!done.get(1) || !Arrays.equals(cells, new int[8])) {
				faults.add("%d: %s, %s".formatted(round, done, Arrays.toString(cells)));
			}
			this.second.zarr().delete("deleted");
		}
		assertThat(faults).isEmpty();
	}

	/**
	 * Do two things at once.
	 * @return which of them were done and not refused
	 */
	private static List<Boolean> atOnce(Runnable one, Runnable other) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		CompletableFuture<Boolean> first = start(start, one);
		CompletableFuture<Boolean> second = start(start, other);
		return List.of(first.get(60, TimeUnit.SECONDS), second.get(60, TimeUnit.SECONDS));
	}

	private static CompletableFuture<Boolean> start(CyclicBarrier start, Runnable work) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				start.await();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			try {
				work.run();
				return true;
			}
			catch (DataAccessException ex) {
				return false;
			}
		}, (task) -> new Thread(task).start());
	}

}
