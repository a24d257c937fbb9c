package io.github.zarrspring.spring.autoconfigure.snapshot;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One application after the other on one path, as spring-boot-devtools restarts them: in
 * the same JVM, with all classes loaded anew; and one beside the other in another
 * process.
 */
@Timeout(120)
class SnapshotRestartTests {

	@TempDir
	Path directory;

	private Path archive() {
		return this.directory.resolve("warm.zip");
	}

	@Test
	@DisplayName("4.1 What a snapshot store holds is there after restarts that load all classes anew")
	void whenApplicationIsRestartedWithNewClassesThenStoreGoesOn() throws Exception {
		for (int i = 0; i < 4; i++) {
			ClassLoader restarted = new RestartedClassLoader();
			try (Closeable context = start(restarted, archive(), i)) {
				assertThat(context).isNotNull();
			}
			assertThat(threads(restarted)).as("threads that hold on to the classes before").isEmpty();
		}
	}

	@Test
	@DisplayName("4.8 A path in use is refused to classes that were loaded anew, and is free once it is closed")
	void whenApplicationBeforeIsNotClosedThenTheNextIsRefused() throws Exception {
		try (Closeable context = start(new RestartedClassLoader(), archive(), 0)) {
			assertThat(context).isNotNull();
			assertThatExceptionOfType(InvocationTargetException.class)
				.isThrownBy(() -> start(new RestartedClassLoader(), archive(), 1))
				.havingRootCause()
				.withMessageContaining("in use by another store or context of this application");
		}
		start(new RestartedClassLoader(), archive(), 1).close();
	}

	@Test
	@DisplayName("4.8 A path that another process uses is refused with the property, and is free once that is killed")
	void whenOtherProcessUsesPathThenApplicationDoesNotStart() throws Exception {
		Process process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx256m", "-cp",
				System.getProperty("java.class.path"), RestartedApplication.class.getName(), archive().toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader output = process.inputReader()) {
			assertThat(output.lines().anyMatch(RestartedApplication.READY::equals)).isTrue();
			assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> RestartedApplication.start(archive().toString(), 0))
				.havingCause()
				.satisfies((cause) -> {
					StoreConfigurationException refusal = refusal(cause);
					assertThat(refusal.getDescription()).contains("Store 'warm' cannot be opened",
							"Property: zarr.stores.warm.snapshot.path", "Value: \"" + archive() + '"',
							"in use by another process (process %d)".formatted(process.pid()));
					assertThat(refusal.getAction()).contains("zarr.stores.warm.snapshot.path");
				});
		}
		finally {
			process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
		}
		RestartedApplication.start(archive().toString(), 0).close();
	}

	private static StoreConfigurationException refusal(@Nullable Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof StoreConfigurationException)) {
			cause = Objects.requireNonNull(cause).getCause();
		}
		return (StoreConfigurationException) cause;
	}

	private static Closeable start(ClassLoader loader, Path archive, int expected) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			Class<?> application = loader.loadClass(RestartedApplication.class.getName());
			assertThat(application).isNotSameAs(RestartedApplication.class);
			return (Closeable) Objects.requireNonNull(
					application.getMethod("start", String.class, int.class).invoke(null, archive.toString(), expected));
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static List<Thread> threads(ClassLoader loader) throws InterruptedException {
		List<Thread> threads = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getContextClassLoader() == loader)
			.toList();
		for (Thread thread : threads) {
			// Threads that were told to end may take a moment.
			thread.join(10_000);
		}
		return threads.stream().filter(Thread::isAlive).toList();
	}

	/**
	 * Loads our classes itself, and takes all others from where they are, as the class
	 * loader of spring-boot-devtools does.
	 */
	private static final class RestartedClassLoader extends ClassLoader {

		RestartedClassLoader() {
			super(SnapshotRestartTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith("io.github.zarrspring.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			try (InputStream stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (stream == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = stream.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
