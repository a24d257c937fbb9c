package io.github.zarrspring.spring.partitioned;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.ByteRange;
import io.github.zarrspring.storage.StoredValue;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ValueFormat}. The bytes of format 1 are in maps that run: they stay as
 * they are here.
 */
class ValueFormatTests {

	private static final String ID = "00000000000000ab00000000000000cd";

	private static final String FORMAT_1 = "0118000000000000" + ID + "7a617272";

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	private static ByteBuffer content(String text) {
		return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
	}

	@Test
	@DisplayName("5.9 Values are written in format 1")
	void whenValueIsEncodedThenItHasTheFormat() {
		assertThat(ValueFormat.encode(new WriteId(0xAB, 0xCD), content("zarr"))).isEqualTo(bytes(FORMAT_1));
	}

	@Test
	@DisplayName("5.9 Values of format 1 are read")
	void whenValueHasFormatThenItIsDecoded() {
		StoredValue value = ValueFormat.decode(bytes(FORMAT_1));
		assertThat(value.bytes()).isEqualTo(content("zarr"));
		assertThat(value.version()).isEqualTo(new Version(ID));
		assertThat(WriteId.of(value.version())).isEqualTo(new WriteId(0xAB, 0xCD));
	}

	@Test
	@DisplayName("5.9 What a later version adds to the header is skipped")
	void whenHeaderIsLongerThenTheRestIsSkipped() {
		byte[] value = bytes("0120000000000000" + ID + "ffffffffffffffff" + "7a617272");
		assertThat(ValueFormat.decode(value).bytes()).isEqualTo(content("zarr"));
		assertThat(ValueFormat.decode(ValueFormat.slice(value, ByteRange.suffix(2))).bytes()).isEqualTo(content("rr"));
		assertThat(ValueFormat.size(value)).isEqualTo(4);
	}

	@Test
	@DisplayName("5.9 A value of a later format is refused and not taken for missing")
	void whenFormatIsLaterThenItIsRefused() {
		byte[] value = bytes("02" + FORMAT_1.substring(2));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(() -> ValueFormat.decode(value))
			.withMessageContaining("format 2")
			.withMessageContaining("Update");
		assertThatExceptionOfType(StoreFailureException.class)
			.isThrownBy(() -> ValueFormat.decode(ValueFormat.slice(value, ByteRange.of(0, 1))));
	}

	@Test
	void whenValueIsTooShortThenItIsCorrupt() {
		for (String hex : new String[] { "", "01", FORMAT_1.substring(0, 46), "0119" + FORMAT_1.substring(4, 48) }) {
			assertThatExceptionOfType(CorruptDataException.class).as(hex)
				.isThrownBy(() -> ValueFormat.decode(bytes(hex)));
		}
	}

	@Test
	void whenVersionIsOfAnotherStoreThenItIsOfNoWrite() {
		assertThat(WriteId.of(Version.ABSENT)).isNull();
		assertThat(WriteId.of(new Version("x".repeat(32)))).isNull();
		assertThat(WriteId.of(new Version(ID + "0"))).isNull();
	}

}
