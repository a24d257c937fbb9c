package io.github.zarrspring.storage.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, in the order of the keys. That is not the order of the names in
 * the directories: {@code a-b} comes before {@code a/b}, and that before {@code a0}. A
 * directory therefore takes its turn where its name with a slash would be. It is not
 * known which names are directories before each is looked at, and only those that are
 * needed are. Held in memory are the page and the names in the directories on the way to
 * its keys.
 */
final class KeyLister {

	private final KeyPaths paths;

	private final SortedNames names;

	private final String prefix;

	private final @Nullable String after;

	private final int limit;

	private final List<StoreKey> page = new ArrayList<>();

	/**
	 * A page.
	 * @param paths where the values are
	 * @param names the names in their directories
	 * @param prefix what its keys start with
	 * @param after the key before it, {@code null} if it is the first
	 * @param limit the most keys it has
	 */
	KeyLister(KeyPaths paths, SortedNames names, String prefix, @Nullable StoreKey after, int limit) {
		this.paths = paths;
		this.names = names;
		this.prefix = prefix;
		this.after = (after != null) ? after.value() : null;
		this.limit = limit;
	}

	/**
	 * List the page.
	 * @param directory the directory to begin with, which is all or the beginning of the
	 * prefix
	 * @return the keys in order
	 * @throws IOException if a directory cannot be listed
	 */
	List<StoreKey> list(String directory) throws IOException {
		visit(directory);
		return this.page;
	}

	private void visit(String directory) throws IOException {
		String base = directory.isEmpty() ? "" : directory + '/';
		List<String> names = this.names.of(this.paths.of(directory), (name) -> isNeeded(base + name));
		PriorityQueue<String> waiting = new PriorityQueue<>(StoreKey::compare);
		for (String name : fromAfter(names, base)) {
			String key = base + name;
			if (isNeeded(key)) {
				visitUpTo(key, waiting);
				if (isFull()) {
					return;
				}
				visitName(key, waiting);
			}
		}
		visitUpTo(null, waiting);
	}

	/**
	 * The names from the key before the page on. Of those before it, only directories can
	 * have keys after it, and only those whose names it begins with.
	 */
	private List<String> fromAfter(List<String> names, String base) {
		if (this.after == null || !this.after.startsWith(base)) {
			return names;
		}
		String rest = this.after.substring(base.length());
		int slash = rest.indexOf('/');
		List<String> needed = new ArrayList<>();
		for (int end = 1; end <= ((slash < 0) ? rest.length() - 1 : slash); end++) {
			int index = Collections.binarySearch(names, rest.substring(0, end), StoreKey::compare);
			if (index >= 0) {
				needed.add(names.get(index));
			}
		}
		int index = Collections.binarySearch(names, rest, StoreKey::compare);
		needed.addAll(names.subList((index < 0) ? -index - 1 : index, names.size()));
		return needed;
	}

	private void visitUpTo(@Nullable String key, PriorityQueue<String> waiting) throws IOException {
		while (!isFull() && !waiting.isEmpty() && (key == null || StoreKey.compare(waiting.element(), key) < 0)) {
			String directory = waiting.remove();
			visit(directory.substring(0, directory.length() - 1));
		}
	}

	private void visitName(String key, PriorityQueue<String> waiting) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(this.paths.of(key), BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (attributes.isRegularFile() && mayBeListed(key)) {
				this.page.add(StoreKey.of(key));
			}
			else if (attributes.isDirectory() && mayHaveListed(key)) {
				waiting.add(key + '/');
			}
		}
		catch (NoSuchFileException | InvalidRequestException ex) {
			// Removed meanwhile, or its name is no part of a key, so that it is no value.
			return;
		}
	}

	private boolean isFull() {
		return this.page.size() >= this.limit;
	}

	private boolean isNeeded(String key) {
		return mayBeListed(key) || mayHaveListed(key);
	}

	private boolean mayBeListed(String key) {
		return key.startsWith(this.prefix) && (this.after == null || StoreKey.compare(key, this.after) > 0)
				&& !KeyPaths.isHidden(key);
	}

	private boolean mayHaveListed(String directory) {
		String first = directory + '/';
		return (first.startsWith(this.prefix) || this.prefix.startsWith(first))
				&& (this.after == null || StoreKey.compare(first, this.after) > 0 || this.after.startsWith(first))
				&& !KeyPaths.isHidden(directory);
	}

}
