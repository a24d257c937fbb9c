package io.github.zarrspring.array;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * What could be nodes in a group, page by page in the order of their keys. After each
 * page the listing goes on behind all that is below its last child, so that the chunks of
 * an array are not listed.
 */
final class ChildPaths implements Iterator<NodePath> {

	private static final String LAST_CHARACTER = new String(Character.toChars(Character.MAX_CODE_POINT));

	private static final int PAGE = 64;

	private final StorageBackend backend;

	private final String prefix;

	private List<StoreKey> page = List.of();

	private int position;

	private boolean end;

	private @Nullable StoreKey after;

	private @Nullable NodePath last;

	private @Nullable NodePath next;

	ChildPaths(StorageBackend backend, NodePath group) {
		this.backend = backend;
		this.prefix = group.keyPrefix();
	}

	@Override
	public boolean hasNext() {
		while (this.next == null && load()) {
			NodePath child = child(this.page.get(this.position++));
			// The keys of a child follow one another.
			this.next = (child == null || child.equals(this.last)) ? null : child;
		}
		return this.next != null;
	}

	private boolean load() {
		if (this.position == this.page.size() && !this.end) {
			this.page = this.backend.list(this.prefix, this.after, PAGE);
			this.position = 0;
			this.end = this.page.size() < PAGE;
			if (!this.page.isEmpty()) {
				StoreKey key = this.page.get(this.page.size() - 1);
				int slash = slash(key);
				this.after = (slash > 0) ? StoreKey.of(key.value().substring(0, slash + 1) + LAST_CHARACTER) : key;
			}
		}
		return this.position < this.page.size();
	}

	private int slash(StoreKey key) {
		return key.value().indexOf('/', this.prefix.length());
	}

	private @Nullable NodePath child(StoreKey key) {
		int slash = slash(key);
		if (slash < 0) {
			return null;
		}
		try {
			return new NodePath(key.value().substring(0, slash));
		}
		catch (InvalidRequestException ex) {
			// A name that no node can have, so what is below it is no node.
			return null;
		}
	}

	@Override
	public NodePath next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		NodePath path = this.next;
		this.last = path;
		this.next = null;
		return Objects.requireNonNull(path);
	}

}
