package io.github.zarrspring.benchmarks;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.codec.Codecs;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;

/**
 * 64 MiB in chunks of 1 MiB in memory, which do not compress, read whole: what other
 * layouts of the same bytes cost beside the plain one.
 */
final class LayoutCases {

	private static final int SIZE = 256;

	private static final int CHUNK = 64;

	private static final long BYTES = 4L * SIZE * SIZE * SIZE;

	private static final int ROUNDS = 31;

	private final ZarrEngine engine;

	LayoutCases(ZarrEngine engine) {
		this.engine = engine;
	}

	private static ArraySpec floats() {
		return ArraySpec.of(DataType.FLOAT32).shape(SIZE, SIZE, SIZE).chunks(CHUNK, CHUNK, CHUNK);
	}

	private static ArraySpec halves() {
		return ArraySpec.of(DataType.FLOAT16).shape(SIZE, SIZE, 2 * SIZE).chunks(CHUNK, CHUNK, 2 * CHUNK);
	}

	void addTo(CaseList cases) {
		add(cases, "plain", floats().codecs());
		add(cases, "big", floats().codecs(Codecs.bytes(ByteOrder.BIG_ENDIAN)));
		add(cases, "transposed", floats().codecs(Codecs.transpose(1, 2, 0)));
		add(cases, "orderF", floats().format(ZarrFormat.V2).codecs(Codecs.transpose(2, 1, 0)));
		add(cases, "f16", halves().codecs());
		add(cases, "f16big", halves().codecs(Codecs.bytes(ByteOrder.BIG_ENDIAN)));
		add(cases, "f16orderF", halves().format(ZarrFormat.V2).codecs(Codecs.transpose(2, 1, 0)));
	}

	private void add(CaseList cases, String layout, ArraySpec spec) {
		cases.add("lay_r_" + layout, (name) -> read(name, spec));
	}

	private YardstickCase read(String name, ArraySpec spec) {
		ZarrArray array = this.engine.hierarchy("memory", new ConcurrentMapBackend()).create("a", spec);
		int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
		NdArray values = NdArray.zeros(array.dataType(), shape);
		NdArray result = NdArray.zeros(array.dataType(), shape);
		Random random = new Random(1);
		if (values.array() instanceof float[] floats) {
			for (int i = 0; i < floats.length; i++) {
				floats[i] = random.nextFloat();
			}
		}
		else {
			short[] shorts = values.shorts();
			for (int i = 0; i < shorts.length; i++) {
				shorts[i] = (short) random.nextInt();
			}
		}
		array.write(values);
		Task work = () -> array.readInto(Selection.all(), result);
		return new YardstickCase(name, BYTES, 0, ROUNDS, null, Program.of(work, () -> {
			work.run();
			if (!Objects.deepEquals(values.array(), result.array())) {
				throw new IllegalStateException("The values were not read as they were written");
			}
		}));
	}

}
