package io.github.zarrspring.storage.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import io.github.zarrspring.storage.filesystem.PathLock;
import io.github.zarrspring.storage.filesystem.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * The values of a zip store and where they are. Not for several threads where one of them
 * changes something.
 */
final class ZipIndex {

	private final Path path;

	private final String id = UUID.randomUUID().toString();

	private NavigableMap<StoreKey, ZipValue> values = new TreeMap<>();

	private @Nullable ReopenedFile archive;

	private @Nullable ReopenedFile spool;

	private @Nullable PathLock lock;

	private long spooled;

	private long versions;

	private boolean changed;

	ZipIndex(Path path) {
		this.path = path;
	}

	/**
	 * Read the directory of the archive, if there is one.
	 */
	void open() throws IOException {
		try {
			this.archive = new ReopenedFile(this.path, StandardOpenOption.READ);
		}
		catch (NoSuchFileException ex) {
			checkFolder();
			return;
		}
		ReopenedFile file = this.archive;
		try {
			ArchiveDirectory directory = file.use(ArchiveDirectory::read);
			index(file, directory, directory.entries(), Map.of());
		}
		catch (CorruptDataException ex) {
			throw new CorruptDataException("'%s': %s".formatted(this.path, ex.getReason()), ex);
		}
	}

	/**
	 * An archive below a file can neither be there nor be made. Newer JDKs say of it that
	 * it is missing, older ones that the file is no directory.
	 */
	private void checkFolder() throws NotDirectoryException {
		Path folder = this.path.getParent();
		while (folder != null && !Files.exists(folder)) {
			folder = folder.getParent();
		}
		if (folder != null && !Files.isDirectory(folder)) {
			throw new NotDirectoryException(folder.toString());
		}
	}

	private void index(ReopenedFile file, ArchiveDirectory directory, List<ArchiveEntry> entries,
			Map<StoreKey, Version> known) {
		NavigableMap<StoreKey, ZipValue> indexed = new TreeMap<>();
		for (ArchiveEntry entry : entries) {
			StoreKey key = key(entry.name());
			if (key != null) {
				Version version = known.get(key);
				indexed.put(key, new ZipValue(file, directory, entry, (version != null) ? version : nextVersion()));
			}
		}
		this.values = indexed;
	}

	/**
	 * The key of an entry.
	 * @return the key, {@code null} for a directory or a name that leads out of the store
	 */
	private static @Nullable StoreKey key(String name) {
		try {
			return name.endsWith("/") ? null : StoreKey.of(name);
		}
		catch (InvalidRequestException ex) {
			return null;
		}
	}

	private Version nextVersion() {
		return new Version(this.id + ':' + ++this.versions);
	}

	@Nullable ZipValue get(StoreKey key) {
		return this.values.get(key);
	}

	Version version(StoreKey key) {
		ZipValue value = this.values.get(key);
		return (value != null) ? value.version() : Version.ABSENT;
	}

	/**
	 * The keys from a prefix on.
	 */
	Set<StoreKey> keys(String prefix, @Nullable StoreKey after) {
		StoreKey first = StoreKey.first(prefix);
		if (first == null) {
			return Collections.emptySet();
		}
		boolean fromAfter = after != null && after.compareTo(first) >= 0;
		return this.values.tailMap((fromAfter && after != null) ? after : first, !fromAfter).keySet();
	}

	void put(StoreKey key, ByteBuffer bytes) throws IOException {
		ArchiveWriter.check(key.value(), bytes.remaining());
		ReopenedFile file = beginWriting();
		CRC32 crc = new CRC32();
		crc.update(bytes.duplicate());
		long start = this.spooled;
		file.use((channel) -> {
			ByteBuffer source = bytes.duplicate();
			for (long at = start; source.hasRemaining();) {
				at += channel.write(source, at);
			}
			return true;
		});
		this.spooled += bytes.remaining();
		this.values.put(key, new ZipValue(file, null, new ArchiveEntry(key.value(), ZipFormat.UTF8_FLAG,
				ZipFormat.STORED, (int) crc.getValue(), bytes.remaining(), bytes.remaining(), start), nextVersion()));
		this.changed = true;
	}

	void remove(StoreKey key) throws IOException {
		beginWriting();
		this.changed |= this.values.remove(key) != null;
	}

	/**
	 * Take the archive for this store alone.
	 */
	ReopenedFile beginWriting() throws IOException {
		ReopenedFile file = this.spool;
		if (file != null) {
			return file;
		}
		if (this.lock == null) {
			Files.createDirectories(Objects.requireNonNull(this.path.getParent()));
			this.lock = PathLock.take(sibling("lock"), this.path);
			ReopenedFile opened = this.archive;
			if ((opened != null) ? !opened.isCurrent() : Files.exists(this.path)) {
				// Another one wrote since it was opened here.
				reopen();
			}
		}
		Path temporary = sibling("spool");
		Files.deleteIfExists(temporary);
		file = new ReopenedFile(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		this.spool = file;
		this.spooled = 0;
		return file;
	}

	private void reopen() throws IOException {
		ReopenedFile before = this.archive;
		this.archive = null;
		this.values = new TreeMap<>();
		if (before != null) {
			before.close();
		}
		open();
	}

	/**
	 * Write a new archive of all values and put it in the place of the old one.
	 * @return its size in bytes, 0 if nothing has changed
	 */
	long save() throws IOException {
		if (!this.changed) {
			return 0;
		}
		Path temporary = sibling("tmp");
		Files.deleteIfExists(temporary);
		boolean whole = false;
		try {
			long bytes = writeTo(temporary);
			Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE);
			whole = true;
			Transfers.forceNames(Objects.requireNonNull(this.path.getParent()));
			this.changed = false;
			Map<StoreKey, Version> known = new HashMap<>();
			this.values.forEach((key, value) -> known.put(key, value.version()));
			replaceFiles(known);
			return bytes;
		}
		finally {
			if (!whole) {
				Files.deleteIfExists(temporary);
			}
		}
	}

	private long writeTo(Path temporary) throws IOException {
		try (FileChannel target = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE)) {
			ArchiveWriter writer = new ArchiveWriter(target, true);
			for (ZipValue value : this.values.values()) {
				value.file().use((source) -> {
					writer.copy(value.entry(), source, value.start(source));
					return true;
				});
			}
			writer.finish("");
			return writer.size();
		}
	}

	/**
	 * Go on with the new archive: the versions of its values stay what they were.
	 */
	private void replaceFiles(Map<StoreKey, Version> known) throws IOException {
		ReopenedFile before = this.archive;
		this.archive = new ReopenedFile(this.path, StandardOpenOption.READ);
		ReopenedFile file = this.archive;
		ArchiveDirectory directory = file.use(ArchiveDirectory::read);
		index(file, directory, directory.entries(), known);
		if (before != null) {
			before.close();
		}
		closeSpool();
	}

	private void closeSpool() throws IOException {
		ReopenedFile file = this.spool;
		this.spool = null;
		if (file != null) {
			file.close();
			Files.deleteIfExists(sibling("spool"));
		}
	}

	private Path sibling(String suffix) {
		return this.path.resolveSibling(this.path.getFileName() + "." + suffix);
	}

	/**
	 * Give back all files. What fails then is of no consequence: nothing is written.
	 */
	void closeQuietly() {
		for (AutoCloseable file : new @Nullable AutoCloseable[] { this.archive, this::closeSpool,
				(this.lock != null) ? this.lock::remove : null }) {
			try {
				if (file != null) {
					file.close();
				}
			}
			catch (Exception ex) {
				continue;
			}
		}
		this.values = new TreeMap<>();
	}

}
