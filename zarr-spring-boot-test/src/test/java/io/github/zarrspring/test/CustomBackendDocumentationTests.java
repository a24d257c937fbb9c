package io.github.zarrspring.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CustomBackendDocumentationTests {

	private static final Path SOURCES = Path.of("src/test/java/io/github/zarrspring/test");

	private static final Path DOCUMENTATION = Path.of("../docs/custom-backend.md");

	@Test
	@DisplayName("3.6 The documentation shows the backend that passes the contract, in 60 lines or less")
	void whenReadThenShowsTestedBackend() throws IOException {
		String source = Files.readString(SOURCES.resolve("MapBackend.java"));
		assertThat(source.lines()).hasSizeLessThanOrEqualTo(60);
		assertThat(Files.readString(DOCUMENTATION)).contains("```java\n" + source + "```");
		assertThat(StorageBackendContractTests.class).isAssignableFrom(MapBackendTests.class);
	}

	@Test
	@DisplayName("3.6 The documentation shows the test that runs the contract")
	void whenReadThenShowsTest() throws IOException {
		String source = Files.readString(SOURCES.resolve("MapBackendTests.java"));
		String type = source.substring(source.indexOf("class MapBackendTests"));
		assertThat(Files.readString(DOCUMENTATION)).contains("```java\n" + type + "```");
	}

}
