package io.github.zarrspring.storage.access;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.storage.filesystem.Transfers;
import io.github.zarrspring.storage.filesystem.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the lease of a store in a file, for a backend that one process at a time has
 * open: lease and fencing number then survive the process.
 *
 * <pre>{@code
 * LeaseStore leases = new LeaseFile(path.resolveSibling("warm.lease")).open();
 * }</pre>
 *
 * The file is replaced as a whole and forced to the device before a change counts. For
 * one thread at a time.
 */
public final class LeaseFile {

	private final Path file;

	private final InstantSource clock;

	/**
	 * A file that may exist.
	 * @param file the file, in a directory that exists when the lease changes
	 */
	public LeaseFile(Path file) {
		this(file, InstantSource.system());
	}

	LeaseFile(Path file, InstantSource clock) {
		this.file = file;
		this.clock = clock;
	}

	/**
	 * Go on with the lease as it was kept, or with one that nobody has held yet.
	 * @return what keeps the lease here
	 * @throws CorruptDataException if the file is not one that this class has written
	 * @throws StoreFailureException if it cannot be read
	 */
	public LeaseStore open() {
		return open(Runnable::run);
	}

	/**
	 * Go on with the lease as it was kept, or with one that nobody has held yet.
	 * @param whileOpen runs what writes the file as long as the file is this process's,
	 * and throws when it no longer is: another may have written it then
	 * @return what keeps the lease here
	 * @throws CorruptDataException if the file is not one that this class has written
	 * @throws StoreFailureException if it cannot be read
	 */
	public LeaseStore open(Consumer<Runnable> whileOpen) {
		return new ProcessLeaseStore(read().restored(this.clock.instant()),
				(state) -> whileOpen.accept(() -> write(state)));
	}

	private LeaseState read() {
		try {
			return parse(Uninterrupted.call(() -> {
				Transfers.checkFile(this.file);
				return Files.readString(this.file);
			}));
		}
		catch (NoSuchFileException ex) {
			return LeaseState.NONE;
		}
		catch (IOException ex) {
			throw new StoreFailureException("The lease could not be read from '%s': %s".formatted(this.file, ex), ex);
		}
	}

	private LeaseState parse(String text) throws IOException {
		try {
			Properties properties = new Properties();
			properties.load(new StringReader(text));
			String expires = properties.getProperty("expires");
			LeaseState state = new LeaseState(properties.getProperty("holder"),
					Long.parseLong(properties.getProperty("number")),
					Boolean.parseBoolean(properties.getProperty("claimed")), properties.getProperty("heir"),
					Duration.parse(properties.getProperty("time-to-live", "")),
					(expires != null) ? Instant.parse(expires) : null);
			if (!checksum(state).equals(properties.getProperty("checksum"))) {
				throw damaged(null);
			}
			return state;
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw damaged(ex);
		}
	}

	private CorruptDataException damaged(@Nullable Exception cause) {
		return new CorruptDataException(
				("The file '%s' is not one with a lease in it, or is damaged. Remove it if nobody acts on an earlier "
						+ "lease any more: fencing numbers begin again then")
					.formatted(this.file),
				cause);
	}

	/**
	 * A fencing number that is lower than it was would let a former holder write.
	 */
	private static String checksum(LeaseState state) {
		CRC32C crc = new CRC32C();
		crc.update(StandardCharsets.UTF_8.encode(state.toString()));
		return "%08x".formatted(crc.getValue());
	}

	private void write(LeaseState state) {
		Properties properties = new Properties();
		put(properties, "holder", state.holder());
		put(properties, "number", state.fencingNumber());
		put(properties, "claimed", state.claimed());
		put(properties, "heir", state.heir());
		put(properties, "time-to-live", state.timeToLive());
		put(properties, "expires", state.expires());
		put(properties, "checksum", checksum(state));
		try {
			StringWriter text = new StringWriter();
			properties.store(text, null);
			Uninterrupted.call(() -> replace(StandardCharsets.UTF_8.encode(text.toString())));
		}
		catch (IOException ex) {
			throw new StoreFailureException("The lease could not be kept in '%s': %s".formatted(this.file, ex), ex);
		}
	}

	private static void put(Properties properties, String name, @Nullable Object value) {
		if (value != null) {
			properties.setProperty(name, value.toString());
		}
	}

	private Path replace(ByteBuffer bytes) throws IOException {
		Path temp = this.file.resolveSibling(this.file.getFileName() + ".tmp");
		try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
		Files.move(temp, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		Transfers.forceNames(Objects.requireNonNull(this.file.toAbsolutePath().getParent()));
		return this.file;
	}

}
