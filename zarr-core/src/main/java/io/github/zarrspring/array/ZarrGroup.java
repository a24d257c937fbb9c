package io.github.zarrspring.array;

import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.metadata.GroupMetadata;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * A group.
 */
public final class ZarrGroup implements ZarrNode {

	private final Hierarchy hierarchy;

	private final NodePath path;

	private final NodeState<GroupMetadata> state;

	ZarrGroup(Hierarchy hierarchy, NodePath path, GroupMetadata metadata) {
		this.hierarchy = hierarchy;
		this.path = path;
		this.state = new NodeState<>(hierarchy.backend(), metadata);
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
		this.hierarchy.around(Operation.SET_ATTRIBUTES, this.path, () -> {
			GroupMetadata changed = (GroupMetadata) this.hierarchy.nodes()
				.change(this.path, (current) -> current.withAttributes(attributes));
			this.state.set(changed);
			return changed;
		});
	}

	/**
	 * All metadata.
	 * @return the metadata that this handle knows
	 */
	public GroupMetadata metadata() {
		return this.state.get();
	}

	/**
	 * The nodes in this group.
	 * @return the arrays and groups, in the order of their names
	 * @see Hierarchy#children
	 */
	public List<ZarrNode> children() {
		return this.hierarchy.children(this.path.value());
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
		return this.hierarchy.open(this.path.keyPrefix() + name);
	}

	@Override
	public String toString() {
		return "group '%s' in store '%s'".formatted(this.path, this.hierarchy.store());
	}

}
