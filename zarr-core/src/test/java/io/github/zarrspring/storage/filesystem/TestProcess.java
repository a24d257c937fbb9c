package io.github.zarrspring.storage.filesystem;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Another Java process with the classes of the tests, whose output is read line by line.
 */
public final class TestProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	public TestProcess(Class<?> main, String... arguments) throws IOException {
		this(Map.of(), main, arguments);
	}

	public TestProcess(Map<String, String> environment, Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(environment);
		this.process = builder.start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * The next line.
	 * @return the line, {@code null} after the last, which may be cut off
	 */
	public @Nullable String readLine() throws IOException {
		return this.output.readLine();
	}

	/**
	 * Kill the process, as {@code kill -9} does, without losing what it printed.
	 */
	public void kill() throws InterruptedException {
		this.process.toHandle().destroyForcibly();
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			throw new AssertionError("The process does not die");
		}
	}

	public int waitForEnd() throws InterruptedException {
		if (!this.process.waitFor(120, TimeUnit.SECONDS)) {
			throw new AssertionError("The process does not end");
		}
		return this.process.exitValue();
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.output.close();
	}

}
