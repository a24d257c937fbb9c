package io.github.zarrspring.sample.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.zarrspring.interop.Fixture;
import io.github.zarrspring.interop.NpyFile;
import io.github.zarrspring.interop.TestJson;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The values of an array as the application answered them, compared with what the
 * implementation read that wrote them.
 *
 * @param fixture the array
 * @param answer the answer
 */
record ServedArray(Fixture fixture, Map<String, @Nullable Object> answer) {

	private static final Map<String, ChronoUnit> UNITS = Map.of("W", ChronoUnit.WEEKS, "D", ChronoUnit.DAYS, "h",
			ChronoUnit.HOURS, "m", ChronoUnit.MINUTES, "s", ChronoUnit.SECONDS, "ms", ChronoUnit.MILLIS, "us",
			ChronoUnit.MICROS, "ns", ChronoUnit.NANOS);

	/**
	 * Check shape, nesting and each of the values.
	 */
	void check() throws IOException {
		List<?> shape = (List<?>) this.fixture.entry().get("shape");
		assertThat(this.answer.get("shape")).isEqualTo(shape);
		assertThat(this.answer.get("dataType")).isNotNull();
		if (this.fixture.expected().toString().endsWith(".json")) {
			assertThat(values("values")).isEqualTo(TestJson.object(this.fixture.expected()).get("values"));
			return;
		}
		NpyFile expected = NpyFile.read(this.fixture.expected());
		if (this.fixture.text("dtype").matches("[<>|][mM].*")) {
			checkTimes(expected);
			return;
		}
		ExpectedElement element = element(expected);
		ByteBuffer bytes = ByteBuffer.wrap(expected.bytes());
		for (Object value : values("values")) {
			checkValue(element.answered(value), element.read(bytes));
		}
		assertThat(bytes.hasRemaining()).as("values that were not answered").isFalse();
	}

	private void checkValue(@Nullable Object actual, Object expected) {
		double tolerance = this.fixture.tolerance();
		if (tolerance > 0 && actual instanceof Number number) {
			assertThat(number.doubleValue()).isCloseTo(((Number) expected).doubleValue(), within(tolerance));
		}
		// Not always through AssertJ, which takes its time for hundreds of thousands.
		else if (!expected.equals(actual)) {
			assertThat(actual).isEqualTo(expected);
		}
	}

	private ExpectedElement element(NpyFile expected) throws IOException {
		int dimensions = ((List<?>) Objects.requireNonNull(this.answer.get("shape"))).size();
		if (expected.shape().length == dimensions) {
			return ExpectedElement.of("<" + expected.type(), ByteOrder.LITTLE_ENDIAN);
		}
		// Elements of several bytes are expected as they are stored.
		if (this.fixture.format() == 2) {
			return ExpectedElement.of(TestJson.object(this.fixture.path().resolve(".zarray")).get("dtype"),
					ByteOrder.LITTLE_ENDIAN);
		}
		if (this.answer.get("dataType") instanceof String) {
			int size = expected.shape()[dimensions];
			return ExpectedElement.of("|V" + size, ByteOrder.LITTLE_ENDIAN);
		}
		Map<String, @Nullable Object> metadata = TestJson.object(this.fixture.path().resolve("zarr.json"));
		boolean big = TestJson.text(metadata.get("codecs")).contains("\"endian\":\"big\"");
		return ExpectedElement.of(metadata.get("data_type"), big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Times are answered as text, and as numbers beside it.
	 */
	private void checkTimes(NpyFile expected) {
		long[] numbers = new long[expected.bytes().length / Long.BYTES];
		ByteBuffer.wrap(expected.bytes()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(numbers);
		assertThat(values("raw").stream().map((number) -> ((Number) number).longValue()))
			.isEqualTo(Arrays.stream(numbers).boxed().toList());
		List<?> unit = (List<?>) Objects.requireNonNull(this.fixture.entry().get("unit"));
		List<Object> texts = values("values");
		for (int i = 0; i < numbers.length; i++) {
			checkTime((String) texts.get(i), numbers[i], (String) unit.get(0), ((Number) unit.get(1)).longValue());
		}
	}

	private void checkTime(String text, long number, String unitName, long factor) {
		ChronoUnit unit = UNITS.get(unitName);
		assertThat(text.equals("NaT")).isEqualTo(number == Long.MIN_VALUE);
		if (number == Long.MIN_VALUE || unit == null) {
			return;
		}
		Object actual;
		Object expected;
		if (this.fixture.text("dtype").charAt(1) == 'M') {
			actual = text.contains("T") ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay();
			expected = LocalDate.EPOCH.atStartOfDay().plus(Math.multiplyExact(number, factor), unit);
		}
		else {
			actual = Duration.parse(text);
			expected = unit.getDuration().multipliedBy(Math.multiplyExact(number, factor));
		}
		assertThat(actual).isEqualTo(expected);
	}

	/**
	 * The values of a member of the answer without their nesting, which has to be that of
	 * the shape.
	 */
	private List<Object> values(String member) {
		List<Object> flat = new ArrayList<>();
		List<?> shape = (List<?>) Objects.requireNonNull(this.answer.get("shape"));
		flatten(this.answer.get(member), shape, flat);
		return flat;
	}

	private static void flatten(@Nullable Object nested, List<?> shape, List<Object> flat) {
		if (shape.isEmpty()) {
			flat.add(Objects.requireNonNull(nested));
			return;
		}
		List<?> list = (List<?>) Objects.requireNonNull(nested);
		assertThat(list.size()).isEqualTo(shape.get(0));
		list.forEach((part) -> flatten(part, shape.subList(1, shape.size()), flat));
	}

}
