package io.github.zarrspring.sample.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.FileSystemUtils;

/**
 * S3Mock in a process of its own, which ends with the application. What is in it goes
 * with it.
 */
final class S3Server implements AutoCloseable {

	private static final String PROGRAM = "BOOT-INF/classes/com/adobe/testing/s3mock/S3MockApplication.class";

	private static final Pattern STARTED = Pattern.compile("Tomcat started on ports .*?(\\d+) \\(http\\)");

	private static final int LAST_LINES = 20;

	private static final Log logger = LogFactory.getLog(S3Server.class);

	private final Path folder;

	private final Process process;

	private final URI endpoint;

	private S3Server(Path folder, Process process, URI endpoint) {
		this.folder = folder;
		this.process = process;
		this.endpoint = endpoint;
	}

	/**
	 * Start a server on a free port.
	 * @param bucket the bucket that it has
	 * @return the server, when it answers
	 */
	static S3Server start(String bucket) {
		try {
			Path folder = Files.createTempDirectory("zarr-sample-s3");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx256m", "-jar", program(folder).toString(), "--server.port=0", "--http.port=0",
					"--com.adobe.testing.s3mock.store.root=" + Files.createDirectory(folder.resolve("objects")),
					"--com.adobe.testing.s3mock.store.initialBuckets=" + bucket)
				.redirectErrorStream(true)
				.start();
			URI endpoint = URI.create("http://localhost:" + port(process));
			logger.info("Started an S3 server at %s with the bucket '%s'".formatted(endpoint, bucket));
			return new S3Server(folder, process, endpoint);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The S3 server did not start: " + ex.getMessage(), ex);
		}
	}

	/**
	 * The program, which is a library of the application: a file, or a part of its jar.
	 */
	private static Path program(Path folder) throws IOException {
		URL resource = S3Server.class.getClassLoader().getResource(PROGRAM);
		if (resource == null || !(resource.openConnection() instanceof JarURLConnection connection)) {
			throw new IOException("the library 'com.adobe.testing:s3mock' is missing");
		}
		Path copy = folder.resolve("s3mock.jar");
		try (InputStream jar = connection.getJarFileURL().openStream()) {
			Files.copy(jar, copy);
		}
		return copy;
	}

	private static int port(Process process) throws IOException {
		BufferedReader output = process.inputReader();
		Deque<String> last = new ArrayDeque<>();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				discard(output);
				return Integer.parseInt(started.group(1));
			}
			last.add(line);
			if (last.size() > LAST_LINES) {
				last.remove();
			}
		}
		throw new IOException("it said " + String.join(System.lineSeparator(), last));
	}

	/**
	 * Read on, or the process would wait for somebody to.
	 */
	private static void discard(BufferedReader output) {
		Thread reader = new Thread(() -> output.lines().forEach(logger::debug), "s3-server-output");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Where the server is.
	 * @return its address
	 */
	URI endpoint() {
		return this.endpoint;
	}

	/**
	 * Whether the server runs.
	 * @return whether its process is alive
	 */
	boolean isRunning() {
		return this.process.isAlive();
	}

	@Override
	public void close() {
		try {
			this.process.destroyForcibly().waitFor();
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
