package io.github.zarrspring.storage.filesystem.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is done to a {@link TestDisk}, one operation at a time.
 */
final class DiskProvider extends FileSystemProvider {

	private static DiskPath path(Path path) {
		return (DiskPath) path;
	}

	private static String name(DiskPath path) {
		return path.names().get(path.names().size() - 1);
	}

	@Override
	public FileChannel newFileChannel(Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		DiskPath path = path(file);
		TestDisk disk = path.disk();
		synchronized (disk) {
			disk.access();
			Node node = disk.find(path);
			if (node != null && options.contains(StandardOpenOption.CREATE_NEW)) {
				throw new FileAlreadyExistsException(path.toString());
			}
			if (node == null && (options.contains(StandardOpenOption.CREATE_NEW)
					|| options.contains(StandardOpenOption.CREATE))) {
				Node.Directory parent = disk.parent(path);
				disk.change(path);
				parent.put(name(path), new Node.File());
			}
			return new DiskChannel(disk, path, disk.get(path));
		}
	}

	@Override
	public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
		DiskPath path = path(directory);
		TestDisk disk = path.disk();
		synchronized (disk) {
			disk.access();
			if (disk.find(path) != null) {
				throw new FileAlreadyExistsException(path.toString());
			}
			Node.Directory parent = disk.parent(path);
			disk.change(path);
			parent.put(name(path), new Node.Directory());
		}
	}

	@Override
	public void delete(Path file) throws IOException {
		DiskPath path = path(file);
		TestDisk disk = path.disk();
		synchronized (disk) {
			disk.access();
			if (disk.get(path) instanceof Node.Directory directory && !directory.entries.isEmpty()) {
				throw new DirectoryNotEmptyException(path.toString());
			}
			disk.change(path);
			disk.parent(path).put(name(path), null);
		}
	}

	@Override
	public void move(Path source, Path target, CopyOption... options) throws IOException {
		DiskPath from = path(source);
		DiskPath to = path(target);
		TestDisk disk = from.disk();
		synchronized (disk) {
			disk.access();
			Node node = disk.get(from);
			Node.Directory parent = disk.parent(to);
			if (disk.find(to) instanceof Node.Directory) {
				throw new FileSystemException(to.toString(), null, "Is a directory");
			}
			disk.change(to);
			disk.parent(from).put(name(from), null);
			parent.put(name(to), node);
		}
	}

	@Override
	public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
			throws IOException {
		DiskPath path = path(directory);
		TestDisk disk = path.disk();
		List<Path> entries = new ArrayList<>();
		synchronized (disk) {
			disk.access();
			if (!(disk.get(path) instanceof Node.Directory node)) {
				throw new NotDirectoryException(path.toString());
			}
			node.entries.keySet().forEach((name) -> entries.add(path.resolve(name)));
		}
		return new DirectoryStream<>() {

			@Override
			public Iterator<Path> iterator() {
				return entries.iterator();
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
	}

	@Override
	public void createLink(Path link, Path existing) throws IOException {
		DiskPath path = path(link);
		TestDisk disk = path.disk();
		synchronized (disk) {
			disk.access();
			if (!disk.hasLinks()) {
				throw new UnsupportedOperationException("No links");
			}
			if (disk.find(path) != null) {
				throw new FileAlreadyExistsException(path.toString());
			}
			Node node = disk.get(path(existing));
			Node.Directory parent = disk.parent(path);
			disk.change(path);
			parent.put(name(path), node);
		}
	}

	@Override
	public <A extends BasicFileAttributes> A readAttributes(Path file, Class<A> type, LinkOption... options)
			throws IOException {
		DiskPath path = path(file);
		TestDisk disk = path.disk();
		synchronized (disk) {
			disk.access();
			return type.cast(new DiskAttributes(disk.get(path)));
		}
	}

	@Override
	public void checkAccess(Path file, AccessMode... modes) throws IOException {
		readAttributes(file, BasicFileAttributes.class);
	}

	@Override
	public String getScheme() {
		return "disk";
	}

	@Override
	public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileSystem getFileSystem(URI uri) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Path getPath(URI uri) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
			FileAttribute<?>... attributes) throws IOException {
		return newFileChannel(path, options, attributes);
	}

	@Override
	public void copy(Path source, Path target, CopyOption... options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isSameFile(Path path, Path other) {
		return path.equals(other);
	}

	@Override
	public boolean isHidden(Path path) {
		return false;
	}

	@Override
	public FileStore getFileStore(Path path) throws IOException {
		throw new FileSystemException(path.toString(), null, "No file stores");
	}

	@Override
	public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type,
			LinkOption... options) {
		return null;
	}

	@Override
	public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
		throw new UnsupportedOperationException();
	}

}
