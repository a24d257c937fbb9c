package io.github.zarrspring.storage.filesystem.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The attributes of a file or directory of a {@link TestDisk}.
 */
record DiskAttributes(Node node) implements BasicFileAttributes {

	private static final FileTime TIME = FileTime.fromMillis(0);

	@Override
	public FileTime lastModifiedTime() {
		return TIME;
	}

	@Override
	public FileTime lastAccessTime() {
		return TIME;
	}

	@Override
	public FileTime creationTime() {
		return TIME;
	}

	@Override
	public boolean isRegularFile() {
		return this.node instanceof Node.File;
	}

	@Override
	public boolean isDirectory() {
		return this.node instanceof Node.Directory;
	}

	@Override
	public boolean isSymbolicLink() {
		return false;
	}

	@Override
	public boolean isOther() {
		return false;
	}

	@Override
	public long size() {
		return (this.node instanceof Node.File file) ? file.bytes.length : 4096;
	}

	@Override
	public Object fileKey() {
		return this.node;
	}

}
