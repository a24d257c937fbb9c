package io.github.zarrspring.storage.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreInfo;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.filesystem.Transfers;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import io.github.zarrspring.storage.zip.SealedArchive;
import io.github.zarrspring.storage.zip.ZipBackend;
import org.jspecify.annotations.Nullable;

/**
 * An archive that another tool wrote, under the name of a store that has no other files:
 * somebody wants the store to begin with its values.
 */
final class ForeignArchive {

	/**
	 * What a value takes beside its bytes, about.
	 */
	private static final long PER_VALUE = 200;

	private final SnapshotFiles files;

	ForeignArchive(SnapshotFiles files) {
		this.files = files;
	}

	/**
	 * Whether there is one, and nothing that tells what came after an earlier archive.
	 */
	boolean exists() throws IOException {
		if (!this.files.archives().equals(List.of(this.files.archive())) || !this.files.segments().isEmpty()) {
			return false;
		}
		Transfers.checkFile(this.files.archive());
		try (FileChannel channel = FileChannel.open(this.files.archive(), StandardOpenOption.READ)) {
			return SealedArchive.isWithoutComment(channel);
		}
		catch (CorruptDataException ex) {
			// To be told with all that is known of the store.
			return false;
		}
	}

	/**
	 * Read its values, and put an archive of the store in its place.
	 * @param store the number of the store
	 * @param fsync whether files are forced to the device
	 * @param memory what takes the values
	 * @return where the archive of the other tool is now
	 */
	Path takeOver(int store, boolean fsync, ConcurrentMapBackend memory) throws IOException {
		read(memory);
		Cut cut = new Cut();
		cut.collect(memory);
		Generation.write(this.files.temporary(), 0, store, cut.values(), fsync);
		Path kept = this.files.free("imported");
		try {
			Files.createLink(kept, this.files.archive());
		}
		catch (UnsupportedOperationException ex) {
			Files.copy(this.files.archive(), kept);
		}
		this.files.force();
		Files.move(this.files.temporary(), this.files.archive(), StandardCopyOption.ATOMIC_MOVE);
		this.files.force();
		return kept;
	}

	private void read(ConcurrentMapBackend memory) {
		try (ZipBackend zip = new ZipBackend(this.files.archive())) {
			checkRoom(zip.info());
			List<StoreKey> page = List.of();
			do {
				StoreKey after = last(page);
				page = zip.list("", after, StorageBackend.PAGE);
				page.forEach((key) -> zip.read(key).ifPresent((value) -> memory.write(key, value.bytes())));
			}
			while (!page.isEmpty());
		}
	}

	private void checkRoom(StoreInfo info) {
		long room = Runtime.getRuntime().maxMemory() / 4 * 3;
		if (info.bytes() > room - Math.min(room, info.entries() * PER_VALUE)) {
			throw new LimitExceededException("The %d values of '%s' have %d bytes, three quarters of the heap are %d"
				.formatted(info.entries(), this.files.archive(), info.bytes(), room));
		}
	}

	private static @Nullable StoreKey last(List<StoreKey> page) {
		return page.isEmpty() ? null : page.get(page.size() - 1);
	}

}
