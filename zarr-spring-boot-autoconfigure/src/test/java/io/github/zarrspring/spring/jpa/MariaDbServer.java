package io.github.zarrspring.spring.jpa;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import org.springframework.util.FileSystemUtils;

/**
 * One MariaDB for all tests of the JVM, in which each test has a database of its own:
 * that of Debian's {@code mariadb-server}, on files and a port of its own. Tests are
 * skipped where it is not installed, but fail where {@code CI=true}.
 */
final class MariaDbServer {

	private static final int START_SECONDS = 60;

	private static @Nullable MariaDbServer running;

	private final int port;

	private MariaDbServer(int port) {
		this.port = port;
	}

	/**
	 * An empty database.
	 * @return its URL, to which parameters can be added
	 */
	static synchronized String newUrl() {
		MariaDbServer server = running;
		if (server == null) {
			try {
				server = start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			running = server;
		}
		String name = "d" + UUID.randomUUID().toString().replace("-", "");
		server.execute("create database " + name);
		return server.url(name);
	}

	private String url(String database) {
		return "jdbc:mariadb://127.0.0.1:%d/%s?user=root".formatted(this.port, database);
	}

	private void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(url(""));
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MariaDbServer start() throws IOException {
		Path directory = Files.createTempDirectory("mariadb");
		Path data = directory.resolve("data");
		Path log = directory.resolve("log");
		List<String> common = List.of("--no-defaults", "--datadir=" + data,
				"--user=" + System.getProperty("user.name"));
		List<String> install = command("mariadb-install-db", common);
		install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
		Process installing = run(install, log);
		waitFor(installing);
		Assertions.assertThat(installing.exitValue()).as(() -> text(log)).isZero();
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			port = socket.getLocalPort();
		}
		List<String> command = command("mariadbd", common);
		command.addAll(List.of("--port=" + port, "--bind-address=127.0.0.1", "--socket=" + directory.resolve("socket"),
				"--pid-file=" + directory.resolve("pid"), "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0",
				"--max-allowed-packet=64M", "--max-connections=200"));
		Process process = run(command, log);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			process.destroy();
			waitFor(process);
			try {
				FileSystemUtils.deleteRecursively(directory);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
		MariaDbServer server = new MariaDbServer(port);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (true) {
			try {
				DriverManager.getConnection(server.url("")).close();
				return server;
			}
			catch (SQLException ex) {
				if (!process.isAlive() || System.nanoTime() - end > 0) {
					throw new IllegalStateException(text(log), ex);
				}
				Thread.onSpinWait();
			}
		}
	}

	private static List<String> command(String program, List<String> arguments) {
		Path found = Stream
			.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		if (found == null) {
			if ("true".equals(System.getenv("CI"))) {
				Assertions.fail("%s is missing, and CI=true demands it".formatted(program));
			}
			Assumptions.abort("%s is missing".formatted(program));
		}
		List<String> command = new ArrayList<>(List.of(String.valueOf(found)));
		command.addAll(arguments);
		return command;
	}

	private static Process run(List<String> command, Path log) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
	}

	private static void waitFor(Process process) {
		try {
			if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			process.destroyForcibly();
		}
	}

	private static String text(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
