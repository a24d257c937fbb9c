package io.github.zarrspring.storage.filesystem.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, used through {@code java.nio.file}, that loses power after a given
 * number of operations. What was not forced by then is lost or not by chance: a file that
 * was changed since it was forced has any beginning of its content, but all of what was
 * forced if that was not written over, and each name in a directory that was changed
 * since the directory was forced stands for any of the files that it stood for since.
 * That is less than real file systems keep.
 */
public final class TestDisk {

	private final DiskFileSystem fileSystem = new DiskFileSystem(this);

	final Node.Directory root = new Node.Directory();

	private long space = Long.MAX_VALUE;

	private boolean forcesFail;

	private volatile Consumer<Path> beforeForce = (path) -> {
	};

	private boolean links = true;

	private long operationsLeft = Long.MAX_VALUE;

	private long changesLeft = Long.MAX_VALUE;

	/**
	 * A path on the disk.
	 * @param path the path, starting with a slash
	 * @return the path to use the disk by
	 */
	public Path path(String path) {
		return this.fileSystem.getPath(path);
	}

	/**
	 * Let the power go out after some more changes.
	 * @param operations how many are still done
	 */
	public synchronized void cutPowerAfter(long operations) {
		this.operationsLeft = operations;
	}

	/**
	 * Refuse all changes after some more.
	 * @param changes how many are still done
	 */
	public synchronized void denyChangesAfter(long changes) {
		this.changesLeft = changes;
	}

	/**
	 * Give the disk a size. What is on it already stays.
	 * @param bytes how much all files together can have
	 */
	public synchronized void limitSpace(long bytes) {
		this.space = bytes;
	}

	/**
	 * Let forces fail, or no longer.
	 * @param failing whether they fail
	 */
	public synchronized void failForces(boolean failing) {
		this.forcesFail = failing;
	}

	/**
	 * Do something before each force of a file, such as waiting. Others go on meanwhile.
	 * @param action what to do, given the path of the file
	 */
	public void beforeForces(Consumer<Path> action) {
		this.beforeForce = action;
	}

	void beforeForce(Path path) {
		this.beforeForce.accept(path);
	}

	/**
	 * Let a file have no second name.
	 */
	public synchronized void denyLinks() {
		this.links = false;
	}

	/**
	 * How much of a write finds room.
	 */
	long room(Node.File file, long position, int count) {
		long used = size(this.root, new HashSet<>()) - file.bytes.length;
		return Math.max(0, Math.min(count, Math.max(file.bytes.length, this.space - used) - position));
	}

	private static long size(Node.Directory directory, Set<Node> seen) {
		long size = 0;
		for (Node node : directory.entries.values()) {
			if (node instanceof Node.Directory child) {
				size += size(child, seen);
			}
			else if (seen.add(node) && node instanceof Node.File file) {
				size += file.bytes.length;
			}
		}
		return size;
	}

	void checkForce() throws IOException {
		if (this.forcesFail) {
			throw new IOException("Input/output error");
		}
	}

	boolean hasLinks() {
		return this.links;
	}

	/**
	 * Before each operation.
	 */
	void access() {
		if (this.operationsLeft < 0) {
			throw new PowerCut();
		}
	}

	/**
	 * Before each operation that changes something.
	 * @param path what it changes
	 */
	void change(DiskPath path) throws IOException {
		this.operationsLeft--;
		access();
		if (this.changesLeft-- <= 0) {
			throw new AccessDeniedException(path.toString());
		}
	}

	/**
	 * Find a file or directory.
	 * @return what is there, {@code null} for nothing
	 */
	@Nullable Node find(DiskPath path) throws FileSystemException {
		Node node = this.root;
		for (String name : path.names()) {
			if (node instanceof Node.File) {
				throw new FileSystemException(path.toString(), null, "Not a directory");
			}
			node = (node instanceof Node.Directory directory) ? directory.entries.get(name) : null;
		}
		return node;
	}

	/**
	 * Find a file or directory that has to be there.
	 */
	Node get(DiskPath path) throws FileSystemException {
		Node node = find(path);
		if (node == null) {
			throw new NoSuchFileException(path.toString());
		}
		return node;
	}

	/**
	 * Find the directory that a path is in.
	 */
	Node.Directory parent(DiskPath path) throws FileSystemException {
		List<String> names = path.names();
		Node node = get(path.with(names.subList(0, names.size() - 1)));
		if (node instanceof Node.Directory directory) {
			return directory;
		}
		throw new FileSystemException(path.toString(), null, "Not a directory");
	}

	/**
	 * Write what is left after the power went out.
	 * @param target the directory to write it to
	 * @param random what decides about all that was not forced
	 * @throws IOException if it cannot be written
	 */
	public synchronized void restore(Path target, Random random) throws IOException {
		restore(this.root, target, random);
	}

	private static void restore(Node.Directory directory, Path target, Random random) throws IOException {
		Files.createDirectories(target);
		Map<String, @Nullable Node> left = new TreeMap<>(directory.entries);
		directory.unforced.forEach((name, states) -> left.put(name, states.get(random.nextInt(states.size()))));
		for (Map.Entry<String, @Nullable Node> entry : left.entrySet()) {
			Path path = target.resolve(entry.getKey());
			if (entry.getValue() instanceof Node.Directory child) {
				restore(child, path, random);
			}
			else if (entry.getValue() instanceof Node.File file) {
				Files.write(path, contentLeft(file, random));
			}
		}
	}

	private static byte[] contentLeft(Node.File file, Random random) {
		if (Arrays.equals(file.forced, file.bytes)) {
			return file.bytes;
		}
		// What was forced stays, unless it was written over.
		byte[] forced = (file.forced != null) ? file.forced : new byte[0];
		int kept = Arrays.equals(forced, Arrays.copyOf(file.bytes, forced.length)) ? forced.length : 0;
		return Arrays.copyOf(file.bytes, kept + random.nextInt(file.bytes.length - kept + 1));
	}

}
