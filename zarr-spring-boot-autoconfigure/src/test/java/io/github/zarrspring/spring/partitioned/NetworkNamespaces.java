package io.github.zarrspring.spring.partitioned;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/**
 * Network namespaces on one bridge, in a namespace of their own so that the machine's
 * network is not touched, which can be cut off from each other. Needs root and Debian's
 * package iproute2.
 */
final class NetworkNamespaces implements AutoCloseable {

	private final String prefix = "zarr" + ProcessHandle.current().pid();

	private final String hub = this.prefix + "hub";

	private final int count;

	NetworkNamespaces(int count) throws Exception {
		this.count = count;
		Assumptions.assumeTrue(isAvailable(), "no network namespaces: needs root and the package iproute2");
		ip("netns", "add", this.hub);
		inHub("ip", "link", "add", "bridge", "type", "bridge");
		inHub("ip", "link", "set", "bridge", "up");
		for (int i = 0; i < count; i++) {
			ip("netns", "add", name(i));
			inHub("ip", "link", "add", "port" + i, "type", "veth", "peer", "name", "eth0", "netns", name(i));
			inHub("ip", "link", "set", "port" + i, "master", "bridge", "up");
			in(i, "ip", "addr", "add", address(i) + "/24", "dev", "eth0");
			in(i, "ip", "link", "set", "eth0", "up");
			in(i, "ip", "link", "set", "lo", "up");
		}
	}

	private static boolean isAvailable() {
		try {
			Process process = new ProcessBuilder("ip", "netns", "add", "zarrprobe").redirectErrorStream(true).start();
			boolean made = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
			if (made) {
				ip("netns", "delete", "zarrprobe");
			}
			return made;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private String name(int number) {
		return this.prefix + "n" + number;
	}

	String address(int number) {
		return "10.77.0." + (number + 1);
	}

	/**
	 * What to put before a command so that it runs in a namespace.
	 */
	List<String> prefix(int number) {
		return List.of("ip", "netns", "exec", name(number));
	}

	/**
	 * Cut one off from all others.
	 */
	void split(int number) throws Exception {
		inHub("ip", "link", "set", "port" + number, "nomaster");
	}

	void heal(int number) throws Exception {
		inHub("ip", "link", "set", "port" + number, "master", "bridge");
	}

	private void in(int number, String... command) throws IOException {
		List<String> all = new ArrayList<>(prefix(number));
		all.addAll(List.of(command));
		run(all);
	}

	private void inHub(String... command) throws IOException {
		List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", this.hub));
		all.addAll(List.of(command));
		run(all);
	}

	private static void ip(String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("ip"));
		all.addAll(List.of(arguments));
		run(all);
	}

	private static void run(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		// It has closed its output: it is at its end.
		if (process.onExit().join().exitValue() != 0) {
			throw new AssertionError(command + ": " + output);
		}
	}

	@Override
	public void close() throws IOException {
		for (int i = 0; i < this.count; i++) {
			ip("netns", "delete", name(i));
		}
		ip("netns", "delete", this.hub);
	}

}
