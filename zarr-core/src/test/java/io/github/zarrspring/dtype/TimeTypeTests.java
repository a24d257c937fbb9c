package io.github.zarrspring.dtype;

import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.zarrspring.exception.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TimeTypeTests {

	private final DataTypes dataTypes = DataTypes.builtIn();

	static Stream<TimeType> all() {
		return Arrays.stream(TimeUnit.values())
			.flatMap((unit) -> Stream.of(new TimeType(true, unit, 1), new TimeType(false, unit, 1),
					new TimeType(true, unit, (unit == TimeUnit.GENERIC) ? 1 : 25)));
	}

	@ParameterizedTest
	@MethodSource("all")
	void whenTypeIsWrittenThenItIsFound(TimeType type) {
		assertThat(this.dataTypes.fromV3(type.toExtension())).isEqualTo(type);
		V2DataType found = this.dataTypes.fromV2(type.toV2(ByteOrder.BIG_ENDIAN));
		assertThat(found).isEqualTo(new V2DataType(type, ByteOrder.BIG_ENDIAN));
	}

	@ParameterizedTest
	@MethodSource("all")
	void whenValueIsFormattedThenItIsParsed(TimeType type) {
		for (long value : new long[] { 0, 1, -1, 7, 1000, -12345, TimeType.NOT_A_TIME }) {
			assertThat(type.parse(type.format(value))).as(type.format(value)).isEqualTo(value);
		}
	}

	@ParameterizedTest
	@CsvSource({ "<M8[Y], 50, 2020", "<M8[M], -1, 1969-12", "<M8[W], 1, 1970-01-08", "<M8[D], 18262, 2020-01-01",
			"<M8[h], 25, 1970-01-02T01:00", "<M8[s], -1, 1969-12-31T23:59:59", "<M8[ms], 1500, 1970-01-01T00:00:01.500",
			"<M8[10us], 1, 1970-01-01T00:00:00.000010", "<M8[ns], -1, 1969-12-31T23:59:59.999999999",
			"<M8[as], 1, 1970-01-01T00:00:00.000000000000000001", "<m8[D], 3, P3D", "<m8[ms], -1500, PT-1.500S",
			"<m8[25s], 2, PT50S", "<m8, 5, 5", "<M8[s], 9223372036854775807, 9223372036854775807 s" })
	void format(String dtype, long value, String text) {
		TimeType type = (TimeType) this.dataTypes.fromV2(dtype).dataType();
		assertThat(type.format(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "<M8[D], 2020-01-01T01", "<M8[D], 2020-02-30", "<M8[25s], 1970-01-01T00:00:26", "<m8[Y], P1M",
			"<m8[s], P", "<m8[s], PT", "<m8[s], PT0.5S", "<M8[ns], 3000-01-01", "<M8[M], 2020-01-02", "<M8[s], nat",
			"<m8, x" })
	void whenTextIsNoValueThenInvalid(String dtype, String text) {
		TimeType type = (TimeType) this.dataTypes.fromV2(dtype).dataType();
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> type.parse(text))
			.withMessageContaining(text);
	}

	@Test
	void whenInstantIsConvertedThenItComesBack() {
		TimeType type = DataType.datetime64(TimeUnit.NANOSECONDS);
		Instant instant = Instant.parse("1969-07-20T20:17:40.123456789Z");
		assertThat(type.toInstant(type.fromInstant(instant))).isEqualTo(instant);
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> DataType.datetime64(TimeUnit.SECONDS).fromInstant(instant));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> type.toInstant(TimeType.NOT_A_TIME))
			.withMessageContaining("NaT");
	}

	@Test
	void whenDurationIsConvertedThenItComesBack() {
		TimeType type = DataType.timedelta64(TimeUnit.MILLISECONDS);
		assertThat(type.toDuration(type.fromDuration(Duration.ofMillis(-1234)))).isEqualTo(Duration.ofMillis(-1234));
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> DataType.timedelta64(TimeUnit.MONTHS).toDuration(1))
			.withMessageContaining("no fixed length");
	}

}
