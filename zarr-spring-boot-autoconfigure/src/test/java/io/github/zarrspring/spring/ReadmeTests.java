package io.github.zarrspring.spring;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the first screen of the README says, compiled and run as it stands there.
 */
class ReadmeTests {

	private static final String IMPORTS = """
			import io.github.zarrspring.array.ArraySpec;
			import io.github.zarrspring.dtype.DataType;
			import io.github.zarrspring.spring.ZarrOperations;
			import org.springframework.stereotype.Service;
			import static io.github.zarrspring.array.Slice.all;
			import static io.github.zarrspring.array.Slice.at;
			import static io.github.zarrspring.codec.Codecs.zstd;
			""";

	@TempDir
	Path directory;

	private final String readme = read(Path.of("..", "README.md"));

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void whenTheServiceOfTheReadmeRunsThenItCreatesAndReadsItsArray() throws Exception {
		Class<?> service = compile(block("java"));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class))
			.withInitializer((context) -> yaml().forEach(context.getEnvironment().getPropertySources()::addLast))
			.withPropertyValues("zarr.stores.lake.filesystem.path=" + this.directory.resolve("arrays"))
			.withBean(service)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Object bean = context.getBean(service);
				method(service, "create").invoke(bean);
				float[] day = (float[]) method(service, "day", int.class).invoke(bean, 3);
				assertThat(day).hasSize(721 * 1440).containsOnly(Float.NaN);
				assertThat(this.directory.resolve("arrays/climate/t2m/zarr.json")).isRegularFile();
			});
	}

	@Test
	void whenTheSelectionsAndOperationsOfTheReadmeAreCompiledThenTheyAre() throws Exception {
		String section = this.readme.substring(this.readme.indexOf("### Selections"));
		String imports = """
				import java.time.Duration;
				import java.util.Map;
				import io.github.zarrspring.array.*;
				import io.github.zarrspring.storage.access.*;
				import io.github.zarrspring.metadata.ZarrFormat;
				import static io.github.zarrspring.array.Slice.range;
				""";
		StringBuilder body = new StringBuilder();
		Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(section);
		while (blocks.find()) {
			body.append("{\n").append(blocks.group(1)).append("}\n");
		}
		assertThat(compile(imports + """
				class Temperatures {
					void run(ZarrOperations zarr, ZarrArray array, ZarrArray other, NdArray values,
							boolean[] everyCell, Selection selection, ZarrOperations archive) {
						%s
					}
				}
				""".formatted(body))).isNotNull();
	}

	@Test
	void whenTheDependencyOfTheReadmeIsAddedThenItIsTheStarter() {
		String starter = read(Path.of("..", "zarr-spring-boot-starter", "pom.xml"));
		assertThat(block("xml").lines().map(String::strip).filter((line) -> line.matches("<(group|artifact)Id>.*")))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(starter).contains(line));
		assertThat(block("xml")).contains("<version>" + version(starter) + "</version>");
	}

	private static String version(String pom) {
		Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(pom);
		assertThat(version.find()).isTrue();
		return version.group(1);
	}

	@Test
	void whenTheReadmeLinksToAFileThenItIsThere() {
		Matcher links = Pattern.compile("\\]\\(([^)#:]+)[^):]*\\)").matcher(this.readme);
		assertThat(links.results().map((link) -> link.group(1))).isNotEmpty()
			.allSatisfy((file) -> assertThat(Path.of("..", file)).exists());
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
		Method method = type.getDeclaredMethod(name, parameters);
		method.setAccessible(true);
		return method;
	}

	private String block(String language) {
		Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(this.readme);
		assertThat(block.find()).isTrue();
		return block.group(1);
	}

	private List<PropertySource<?>> yaml() {
		try {
			byte[] yaml = block("yaml").getBytes(StandardCharsets.UTF_8);
			return new YamlPropertySourceLoader().load("readme", new ByteArrayResource(yaml));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Class<?> compile(String source) throws Exception {
		Path file = Files.writeString(this.directory.resolve("Temperatures.java"), IMPORTS + source);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-proc:none", "-d", this.directory.toString(), "-cp", classPath());
			boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
				.call();
			assertThat(compiled).as(messages.toString()).isTrue();
		}
		return new URLClassLoader(new URL[] { this.directory.toUri().toURL() }, getClass().getClassLoader())
			.loadClass("Temperatures");
	}

	private static String classPath() {
		return Stream.of(System.getProperty("surefire.test.class.path", ""), System.getProperty("java.class.path"))
			.filter((path) -> !path.isEmpty())
			.findFirst()
			.orElseThrow();
	}

}
