package io.github.zarrspring.spring.partitioned;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A member in a Java process of its own. It is told what to do line by line and says line
 * by line what it did; without its parent it ends.
 */
final class MemberProcess implements AutoCloseable {

	private static final String END = "<end>";

	private final Process process;

	private final PrintStream input;

	private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final List<String> history = new ArrayList<>();

	private @Nullable String address;

	private MemberProcess(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.input = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "member-output");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a member, which is up once its address is asked for.
	 * @param members the addresses of other members, separated by commas
	 * @param properties further properties
	 */
	static MemberProcess start(String members, String... properties) throws IOException {
		return start(List.of(), System.getProperty("java.class.path"), "-Xmx256m", GridMember.class, members,
				properties);
	}

	static MemberProcess start(List<String> prefix, String classPath, String heap, Class<?> main, String members,
			String... properties) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap,
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		if (prefix.isEmpty()) {
			Grid.LOCAL.forEach((property) -> command.add("-D" + property));
		}
		for (String property : properties) {
			if (isSystemProperty(property)) {
				command.add("-D" + property);
			}
		}
		command.addAll(List.of("-cp", classPath, main.getName(), members));
		for (String property : properties) {
			if (!isSystemProperty(property)) {
				command.add(property);
			}
		}
		return new MemberProcess(command);
	}

	private static boolean isSystemProperty(String property) {
		return property.startsWith("hazelcast.") || property.startsWith("hz.");
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			this.lines.add("failed to read: " + ex);
		}
		this.lines.add(END);
	}

	/**
	 * Wait for a line that starts with a word; those before are kept as history.
	 * @return what follows the word
	 */
	String await(String word) throws InterruptedException {
		while (true) {
			@Nullable String line = this.lines.poll(180, TimeUnit.SECONDS);
			if (line == null || line.equals(END)) {
				throw new AssertionError(
						"A member %s instead of '%s', after %s".formatted((line != null) ? "ended" : "said nothing",
								word, this.history.stream().filter((said) -> !said.startsWith("\tat ")).toList()));
			}
			if (line.equals(word) || line.startsWith(word + ' ')) {
				return line.substring(word.length()).strip();
			}
			this.history.add(line);
		}
	}

	/**
	 * The address of the member, once it is up.
	 */
	String address() throws InterruptedException {
		String address = this.address;
		if (address == null) {
			address = await("UP");
			this.address = address;
		}
		return address;
	}

	void tell(String command) {
		this.input.println(command);
	}

	/**
	 * Tell it something and wait until it is done.
	 * @return what it says about it
	 */
	String ask(String command) throws InterruptedException {
		tell(command);
		return await("DONE");
	}

	/**
	 * All lines that were not waited for, to the end.
	 */
	List<String> history() {
		this.lines.drainTo(this.history);
		this.history.remove(END);
		return this.history;
	}

	/**
	 * Kill it, as {@code kill -9} does.
	 */
	void kill() throws InterruptedException {
		this.process.toHandle().destroyForcibly();
		waitForEnd();
	}

	/**
	 * Let it stand still, as a long collection of garbage does.
	 */
	void pause() throws Exception {
		signal("-STOP");
	}

	/**
	 * Let it go on.
	 */
	void resume() throws Exception {
		signal("-CONT");
	}

	private void signal(String signal) throws Exception {
		if (new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor() != 0) {
			throw new AssertionError("The signal %s was not sent".formatted(signal));
		}
	}

	/**
	 * Let it close its application.
	 */
	void stop() throws InterruptedException {
		tell("stop");
		waitForEnd();
	}

	private void waitForEnd() throws InterruptedException {
		if (!this.process.waitFor(180, TimeUnit.SECONDS)) {
			throw new AssertionError("The member does not end");
		}
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		this.process.getOutputStream().close();
	}

}
