package io.github.zarrspring.storage.filesystem.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A path on a {@link TestDisk}.
 */
final class DiskPath implements Path {

	private final DiskFileSystem fileSystem;

	private final boolean absolute;

	private final List<String> names;

	DiskPath(DiskFileSystem fileSystem, boolean absolute, List<String> names) {
		this.fileSystem = fileSystem;
		this.absolute = absolute;
		this.names = List.copyOf(names);
	}

	List<String> names() {
		return this.names;
	}

	TestDisk disk() {
		return this.fileSystem.disk();
	}

	DiskPath with(List<String> names) {
		return new DiskPath(this.fileSystem, this.absolute, names);
	}

	@Override
	public FileSystem getFileSystem() {
		return this.fileSystem;
	}

	@Override
	public boolean isAbsolute() {
		return this.absolute;
	}

	@Override
	public @Nullable Path getRoot() {
		return this.absolute ? with(List.of()) : null;
	}

	@Override
	public @Nullable Path getFileName() {
		return this.names.isEmpty() ? null : getName(this.names.size() - 1);
	}

	@Override
	public @Nullable Path getParent() {
		return this.names.isEmpty() ? null : with(this.names.subList(0, this.names.size() - 1));
	}

	@Override
	public int getNameCount() {
		return this.names.size();
	}

	@Override
	public Path getName(int index) {
		return subpath(index, index + 1);
	}

	@Override
	public Path subpath(int start, int end) {
		return new DiskPath(this.fileSystem, false, this.names.subList(start, end));
	}

	@Override
	public boolean startsWith(Path other) {
		return other instanceof DiskPath path && path.absolute == this.absolute
				&& path.names.size() <= this.names.size()
				&& this.names.subList(0, path.names.size()).equals(path.names);
	}

	@Override
	public boolean endsWith(Path other) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Path normalize() {
		return this;
	}

	@Override
	public Path resolve(Path other) {
		if (other.isAbsolute()) {
			return other;
		}
		List<String> joined = new ArrayList<>(this.names);
		joined.addAll(((DiskPath) other).names);
		return with(joined);
	}

	@Override
	public Path relativize(Path other) {
		return other.subpath(this.names.size(), other.getNameCount());
	}

	@Override
	public Path toAbsolutePath() {
		return this;
	}

	@Override
	public Path toRealPath(LinkOption... options) throws IOException {
		synchronized (disk()) {
			disk().access();
			disk().get(this);
			return this;
		}
	}

	@Override
	public URI toUri() {
		return URI.create("disk:" + this);
	}

	@Override
	public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
		throw new UnsupportedOperationException();
	}

	@Override
	public int compareTo(Path other) {
		return toString().compareTo(other.toString());
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof DiskPath other && other.fileSystem == this.fileSystem
				&& other.absolute == this.absolute && other.names.equals(this.names);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.absolute, this.names);
	}

	@Override
	public String toString() {
		return (this.absolute ? "/" : "") + String.join("/", this.names);
	}

}
