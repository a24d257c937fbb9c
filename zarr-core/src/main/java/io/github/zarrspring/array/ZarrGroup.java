package io.github.zarrspring.array;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.NodeMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.NodeLock;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * A group.
 */
public final class ZarrGroup implements ZarrNode {

	private final Hierarchy hierarchy;

	private final NodePath path;

	private final NodeState<KnownNode> state;

	private final @Nullable Snapshot snapshot;

	ZarrGroup(Hierarchy hierarchy, NodePath path, KnownNode known, @Nullable Snapshot snapshot) {
		this.snapshot = snapshot;
		this.hierarchy = hierarchy;
		this.path = path;
		this.state = new NodeState<>(hierarchy.backend(), known);
	}

	@Override
	public NodePath path() {
		return this.path;
	}

	@Override
	public ZarrFormat format() {
		return metadata().format();
	}

	@Override
	public Map<String, @Nullable Object> attributes() {
		return metadata().attributes();
	}

	@Override
	public void setAttributes(Map<String, ? extends @Nullable Object> attributes) {
		change((current) -> current.withAttributes(attributes));
	}

	@Override
	public void updateAttributes(UnaryOperator<Map<String, @Nullable Object>> change) {
		change((current) -> current.withAttributes(change.apply(new LinkedHashMap<>(current.attributes()))));
	}

	private void change(UnaryOperator<NodeMetadata> change) {
		this.hierarchy.around(Operation.SET_ATTRIBUTES, this.path, () -> {
			KnownNode known = this.state.get();
			this.hierarchy.guard().run(NodeGuard.below(this.path, NodeLock.SHARED), () -> {
				known.check();
				this.hierarchy.nodes()
					.change(this.path, (stored) -> change.apply(requireGroup(stored.metadata())),
							(metadata, document) -> this.state.set(known.with(metadata, document)));
				return this;
			});
			return this;
		});
	}

	private static NodeMetadata requireGroup(NodeMetadata metadata) {
		if (metadata instanceof GroupMetadata) {
			return metadata;
		}
		throw new NodeNotFoundException("There is an array in the place of the group that was opened");
	}

	/**
	 * All metadata.
	 * @return the metadata that this handle knows
	 */
	public GroupMetadata metadata() {
		return (GroupMetadata) this.state.get().metadata();
	}

	/**
	 * The nodes in this group.
	 * @return the arrays and groups, in the order of their names
	 * @see Hierarchy#children
	 */
	public List<ZarrNode> children() {
		return (this.snapshot != null) ? this.hierarchy.children(this.path, this.snapshot)
				: this.hierarchy.children(this.path.value());
	}

	/**
	 * Visit this group and all nodes below it, groups before what is in them.
	 * @param visitor what to do with each node
	 * @see Hierarchy#walk
	 */
	public void walk(Consumer<ZarrNode> visitor) {
		if (this.snapshot != null) {
			this.hierarchy.walk(this, visitor);
			return;
		}
		this.hierarchy.walk(this.path.value(), visitor);
	}

	/**
	 * Write the metadata of all nodes below this group into one document.
	 * @return the group as it is now
	 * @see Hierarchy#consolidate
	 */
	public ZarrGroup consolidate() {
		return this.hierarchy.consolidate(this.path.value());
	}

	/**
	 * Whether this group was opened by its consolidated metadata, or one that it is in.
	 * @return whether nodes are opened from it without further requests
	 * @see Hierarchy#openConsolidated
	 */
	public boolean isConsolidated() {
		return this.snapshot != null;
	}

	/**
	 * Create an array in this group.
	 * @param name its name, or path below this group
	 * @param spec what it is like
	 * @return the array
	 * @see Hierarchy#create
	 */
	public ZarrArray create(String name, ArraySpec spec) {
		return this.hierarchy.create(this.path.keyPrefix() + name, spec);
	}

	/**
	 * Open an array in this group.
	 * @param name its name, or path below this group
	 * @return the array
	 * @see Hierarchy#open
	 */
	public ZarrArray open(String name) {
		if (this.snapshot == null) {
			return this.hierarchy.open(this.path.keyPrefix() + name);
		}
		return this.hierarchy.openArray(this.path.keyPrefix() + name, this.snapshot);
	}

	/**
	 * Open an array or group in this group.
	 * @param name its name, or path below this group
	 * @return the node
	 * @see Hierarchy#node
	 */
	public ZarrNode node(String name) {
		String child = this.path.keyPrefix() + name;
		return (this.snapshot != null) ? this.hierarchy.open(child, this.snapshot) : this.hierarchy.node(child);
	}

	@Override
	public String toString() {
		return "group '%s' in store '%s'".formatted(this.path, this.hierarchy.store());
	}

}
