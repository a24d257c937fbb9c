package io.github.zarrspring.spring.jpa;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.storage.MetadataKeys;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.StoreTransaction;
import org.jspecify.annotations.Nullable;

/**
 * Locks nodes in the database, for all processes that use it, until the transaction ends.
 * <p>
 * A node that exists is locked by the row of its metadata document. A node that does not
 * exist is locked by adding the documents that it could have, and deleting them at once:
 * nobody sees them, but whoever adds one of the same keys has to wait until the
 * transaction ends, and then looks again for what it has left there. So of two that
 * create a node at one path, in whatever formats, one comes after the other.
 * <p>
 * On PostgreSQL writers of an array share its row with one that makes it larger, since
 * neither changes the key of the row. On MySQL and MariaDB writers share the row with
 * each other, but not with one that changes the metadata. Other databases have no lock
 * that writers could share: there {@link NodeLock#SHARED} is none, so that writers do not
 * wait for each other until they commit. What guards the cells there is that a chunk is
 * compared when it is written, and that who makes an array larger removes what lies where
 * new cells will be; a writer that began before the array was deleted or made smaller can
 * leave a chunk there, until the next who creates it or makes it larger removes it.
 * <p>
 * Safe for use by several threads, each with the locks of its own transaction.
 */
final class NodeLocks {

	/**
	 * How often a node is looked for that others create and delete meanwhile.
	 */
	private static final int ATTEMPTS = 20;

	private static final List<String> DOCUMENTS = List.of(MetadataKeys.ZARR_JSON, MetadataKeys.ZARRAY,
			MetadataKeys.ZGROUP);

	private final JpaConnections connections;

	private final EntryStatements statements;

	NodeLocks(JpaConnections connections, EntryStatements statements) {
		this.connections = connections;
		this.statements = statements;
	}

	/**
	 * Do work in the transaction of the caller, or else in one of its own, once it has
	 * the locks.
	 */
	<T> T locked(SortedMap<NodePath, NodeLock> nodes, Supplier<T> work) {
		return this.connections.atomically(() -> {
			take(nodes);
			return work.get();
		});
	}

	private void take(SortedMap<NodePath, NodeLock> nodes) {
		StoreTransaction transaction = this.connections.transaction();
		Held held = (transaction != null) ? (Held) transaction.get(this) : null;
		SortedMap<NodePath, NodeLock> missing = (held != null) ? held.missing(nodes) : nodes;
		if (missing.isEmpty()) {
			return;
		}
		this.connections.writeJoined((sql) -> {
			lock(sql, missing);
			return true;
		});
		if (transaction != null) {
			// What was locked since a savepoint is free again after a rollback to it.
			transaction.put(this, (held != null) ? held.with(missing) : new Held(missing), () -> {
			});
		}
	}

	/**
	 * Take the locks in the order of the paths, with a statement for each mode in a row.
	 */
	private void lock(SqlSession sql, SortedMap<NodePath, NodeLock> nodes) throws SQLException {
		List<NodePath> alike = new ArrayList<>();
		NodeLock mode = NodeLock.SHARED;
		for (Map.Entry<NodePath, NodeLock> node : nodes.entrySet()) {
			if (node.getValue() != mode) {
				lock(sql, alike, mode);
				alike.clear();
				mode = node.getValue();
			}
			alike.add(node.getKey());
		}
		lock(sql, alike, mode);
	}

	private void lock(SqlSession sql, Collection<NodePath> nodes, NodeLock mode) throws SQLException {
		String clause = this.statements.lockClause(mode);
		if (clause == null || nodes.isEmpty()) {
			return;
		}
		TreeSet<NodePath> absent = new TreeSet<>(nodes);
		Map<StoreKey, String> locked = new HashMap<>();
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			lockExisting(sql, absent, clause, locked);
			if (absent.isEmpty() || this.statements.claim(sql, List.copyOf(documents(absent).keySet()))) {
				if (!this.statements.isSeen(sql, List.copyOf(documents(nodes).keySet()), locked, mode)) {
					throw new WriteConflictException("Nodes were changed by others since the transaction began");
				}
				return;
			}
		}
		throw new WriteConflictException("Others create and delete '%s' all the time".formatted(absent.first()));
	}

	private static Map<StoreKey, NodePath> documents(Collection<NodePath> nodes) {
		Map<StoreKey, NodePath> documents = new LinkedHashMap<>();
		for (NodePath node : nodes) {
			DOCUMENTS.forEach((name) -> documents.put(StoreKey.metadata(node, name), node));
		}
		return documents;
	}

	/**
	 * Lock the rows that there are, those of groups before those of what is in them.
	 * @param absent the nodes to look for, of which those are taken out that exist
	 * @param locked what was locked, to be added to
	 */
	private void lockExisting(SqlSession sql, Set<NodePath> absent, String clause, Map<StoreKey, String> locked)
			throws SQLException {
		Map<StoreKey, NodePath> documents = documents(absent);
		try (PreparedStatement statement = this.statements.prepareKeys(sql, "select entry_key, version from ",
				List.copyOf(documents.keySet()), " order by path, entry_key" + clause);
				ResultSet row = statement.executeQuery()) {
			while (row.next()) {
				StoreKey key = EntryRow.key(row.getBytes(1));
				absent.remove(Objects.requireNonNull(documents.get(key)));
				locked.put(key, row.getString(2));
			}
		}
	}

	/**
	 * The locks that a transaction has.
	 *
	 * @param nodes the strongest lock of each node
	 */
	private record Held(Map<NodePath, NodeLock> nodes) {

		/**
		 * What is asked for beyond these.
		 */
		SortedMap<NodePath, NodeLock> missing(SortedMap<NodePath, NodeLock> asked) {
			SortedMap<NodePath, NodeLock> missing = new TreeMap<>(asked);
			missing.entrySet().removeIf((lock) -> {
				@Nullable NodeLock held = this.nodes.get(lock.getKey());
				return held != null && held.compareTo(lock.getValue()) >= 0;
			});
			return missing;
		}

		Held with(SortedMap<NodePath, NodeLock> more) {
			Map<NodePath, NodeLock> all = new TreeMap<>(this.nodes);
			all.putAll(more);
			return new Held(all);
		}

	}

}
