package io.github.zarrspring.storage.filesystem.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A file or directory of a {@link TestDisk}: how it is now, and what of that is on the
 * device.
 */
abstract sealed class Node {

	/**
	 * Put all that it is now on the device.
	 */
	abstract void force();

	/**
	 * A file: its bytes, and those that were forced.
	 */
	static final class File extends Node {

		byte[] bytes = new byte[0];

		byte @Nullable [] forced;

		@Override
		void force() {
			this.forced = this.bytes.clone();
		}

		void write(long position, byte[] source) {
			int end = Math.toIntExact(position + source.length);
			if (end > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, end);
			}
			System.arraycopy(source, 0, this.bytes, (int) position, source.length);
		}

	}

	/**
	 * A directory: its entries, and for each name what it has been since the directory
	 * was forced, oldest first. After a power cut each name is any one of these.
	 */
	static final class Directory extends Node {

		final Map<String, Node> entries = new TreeMap<>();

		final Map<String, List<@Nullable Node>> unforced = new TreeMap<>();

		void put(String name, @Nullable Node node) {
			Node before = this.entries.get(name);
			this.unforced.computeIfAbsent(name, (any) -> new ArrayList<>(Arrays.asList(before))).add(node);
			if (node != null) {
				this.entries.put(name, node);
			}
			else {
				this.entries.remove(name);
			}
		}

		@Override
		void force() {
			this.unforced.clear();
		}

	}

}
