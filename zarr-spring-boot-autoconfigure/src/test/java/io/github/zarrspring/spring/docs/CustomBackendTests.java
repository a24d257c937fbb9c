package io.github.zarrspring.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on custom backends and its code.
 */
class CustomBackendTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class));

	@Test
	@DisplayName("3.6 Without any configuration there is a store in memory")
	void whenNothingIsConfiguredThenArraysAreKeptInMemory() {
		this.contextRunner.run((context) -> assertWorks(context.getBean(ZarrOperations.class)));
	}

	@Test
	@DisplayName("3.4 The factory of the documentation adds its type")
	void whenThereIsFactoryThenStoresHaveItsType() {
		this.contextRunner.withBean(LabelledBackendFactory.class)
			.withPropertyValues("zarr.stores.lake.type=labelled", "zarr.stores.lake.labelled.label=x")
			.run((context) -> {
				assertWorks(context.getBean(ZarrOperations.class));
				assertThat(context.getBean(BackendRegistry.class).describe("lake").location()).isEqualTo("x");
			});
	}

	/**
	 * The page shows the tested class, and the update of the lineage page brings it up to
	 * date too.
	 */
	@Test
	void whenPageShowsFactoryThenItIsTheTestedOne() throws IOException {
		Path page = Repository.root().resolve("docs/custom-backend.md");
		String source = Repository.read(Repository.root()
			.resolve("zarr-spring-boot-autoconfigure/src/test/java/"
					+ LabelledBackendFactory.class.getName().replace('.', '/') + ".java"));
		String expected = "```java\n" + source.substring(source.indexOf("@Component\n")) + "```\n";
		Matcher block = Pattern.compile("```java\n@Component\n.*?```\n", Pattern.DOTALL).matcher(Repository.read(page));
		assertThat(block.find()).isTrue();
		if (Boolean.getBoolean("zarr.lineage.update")) {
			Files.writeString(page, block.replaceFirst(Matcher.quoteReplacement(expected)));
			return;
		}
		assertThat(block.group()).isEqualTo(expected);
	}

	private static void assertWorks(ZarrOperations operations) {
		ZarrArray array = operations.create("a/b", ArraySpec.of(DataType.INT32).shape(4).chunks(3));
		array.write(NdArray.of(new int[] { 1, 2, 3, 4 }, 4));
		array.write(Selection.of(Slice.at(1)), NdArray.of(new int[] { 9 }));
		assertThat(operations.open("a/b").read().ints()).containsExactly(1, 9, 3, 4);
		operations.delete("a");
		assertThat(operations.exists("a/b")).isFalse();
	}

}
