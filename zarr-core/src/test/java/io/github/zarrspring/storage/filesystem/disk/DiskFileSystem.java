package io.github.zarrspring.storage.filesystem.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The file system of a {@link TestDisk}.
 */
final class DiskFileSystem extends FileSystem {

	private final TestDisk disk;

	private final DiskProvider provider = new DiskProvider();

	DiskFileSystem(TestDisk disk) {
		this.disk = disk;
	}

	TestDisk disk() {
		return this.disk;
	}

	@Override
	public FileSystemProvider provider() {
		return this.provider;
	}

	@Override
	public Path getPath(String first, String... more) {
		String joined = String.join("/", first, String.join("/", more));
		List<String> names = Arrays.stream(joined.split("/")).filter((name) -> !name.isEmpty()).toList();
		return new DiskPath(this, first.startsWith("/"), names);
	}

	@Override
	public String getSeparator() {
		return "/";
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public boolean isReadOnly() {
		return false;
	}

	@Override
	public Iterable<Path> getRootDirectories() {
		return List.of(getPath("/"));
	}

	@Override
	public Iterable<FileStore> getFileStores() {
		return List.of();
	}

	@Override
	public Set<String> supportedFileAttributeViews() {
		return Set.of("basic");
	}

	@Override
	public PathMatcher getPathMatcher(String pattern) {
		throw new UnsupportedOperationException();
	}

	@Override
	public UserPrincipalLookupService getUserPrincipalLookupService() {
		throw new UnsupportedOperationException();
	}

	@Override
	public WatchService newWatchService() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close() {
		// Gone with the disk.
	}

}
