package io.github.zarrspring.spring.s3;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.FileSystemUtils;

/**
 * S3Mock in a process of its own, ended with this one.
 */
final class S3MockProcess {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on ports .*?(\\d+) \\(http\\)");

	static final S3MockProcess INSTANCE = new S3MockProcess();

	private final Process process;

	private final Path directory;

	private final int port;

	private final S3Front front;

	private S3MockProcess() {
		try {
			this.directory = Files.createTempDirectory("s3mock");
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx384m", "-jar", jar(), "--server.port=0", "--http.port=0",
					"--com.adobe.testing.s3mock.store.root=" + this.directory,
					"--com.adobe.testing.s3mock.max-payload-size=100MB")
				.redirectErrorStream(true)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(this::end));
			BufferedReader output = this.process.inputReader();
			this.port = port(output);
			this.front = new S3Front(endpoint(), (request) -> null);
			Thread reader = new Thread(() -> output.lines().forEach((line) -> {
			}));
			reader.setDaemon(true);
			reader.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String jar() {
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (entry.matches(".*s3mock-[^/\\\\]+-exec\\.jar")) {
				return entry;
			}
		}
		throw new IllegalStateException("The jar of S3Mock is not on the class path");
	}

	private static int port(BufferedReader output) throws IOException {
		StringBuilder log = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			log.append(line).append('\n');
			Matcher matcher = STARTED.matcher(line);
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
		}
		throw new IllegalStateException("S3Mock has ended: " + log);
	}

	private void end() {
		try {
			this.process.destroyForcibly().waitFor();
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	S3Front front() {
		return this.front;
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

}
