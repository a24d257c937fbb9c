package io.github.zarrspring.array;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.zarrspring.storage.NodePath;

/**
 * The nodes that somebody has a handle of or works on, in all stores of an application.
 * What nobody refers to any more goes by itself. Safe for use by several threads.
 */
final class LiveNodes {

	private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();

	private final ReferenceQueue<LiveNode> gone = new ReferenceQueue<>();

	/**
	 * What the handles of a path share.
	 * @param location where the store keeps its values: two stores in one place have the
	 * same nodes
	 * @param path the path
	 * @return the same object as long as somebody refers to it
	 */
	LiveNode get(String location, NodePath path) {
		removeGone();
		Key key = new Key(location, path);
		while (true) {
			Entry entry = this.entries.get(key);
			LiveNode node = (entry != null) ? entry.get() : null;
			if (node != null) {
				return node;
			}
			LiveNode made = new LiveNode();
			Entry fresh = new Entry(key, made, this.gone);
			if ((entry != null) ? this.entries.replace(key, entry, fresh)
					: this.entries.putIfAbsent(key, fresh) == null) {
				return made;
			}
		}
	}

	/**
	 * Part the handles of a node and of all below it from what comes next.
	 * @param location where the store keeps its values
	 * @param path the path of the node
	 */
	void end(String location, NodePath path) {
		this.entries.forEach((key, entry) -> {
			LiveNode node = entry.get();
			if (node != null && key.location().equals(location) && path.contains(key.path())) {
				node.end();
			}
		});
	}

	/**
	 * How many paths are known, for tests.
	 */
	int size() {
		removeGone();
		return this.entries.size();
	}

	private void removeGone() {
		for (Object entry = this.gone.poll(); entry != null; entry = this.gone.poll()) {
			this.entries.remove(((Entry) entry).key, entry);
		}
	}

	private record Key(String location, NodePath path) {
	}

	private static final class Entry extends WeakReference<LiveNode> {

		private final Key key;

		Entry(Key key, LiveNode node, ReferenceQueue<LiveNode> gone) {
			super(node, gone);
			this.key = key;
		}

	}

}
