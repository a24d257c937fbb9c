package io.github.zarrspring.spring.health;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Secrets}.
 */
class SecretsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/data/lake | /data/lake
			memory | memory
			https://host/a | https://host/a
			https://user:pass@host:8080/a | https://host:8080/a
			https://us%40er:p@ss@host/a | https://host/a
			https://host/a?token=secret | https://host/a
			https://host/a#secret | https://host/a
			Could not reach https://u:p@host/a?k=v: timed out | Could not reach https://host/a timed out
			jdbc:postgresql://u:p@host/db and s3://key:secret@bucket | jdbc:postgresql://host/db and s3://bucket
			""")
	void whenTextHasAddressThenUserPasswordAndQueryAreGone(String text, String shown) {
		assertThat(Secrets.remove(text)).isEqualTo(shown);
	}

}
