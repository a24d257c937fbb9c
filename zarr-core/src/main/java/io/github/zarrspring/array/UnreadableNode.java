package io.github.zarrspring.array;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.zarrspring.array.Interceptor.Operation;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * A node whose metadata cannot be read: they are damaged, ask for something that this
 * library does not have, or are over a limit. It is listed, so that it hides neither
 * itself nor its neighbours; what is below it is not. All but its path and the cause
 * fails with that cause. Copies take it byte by byte.
 */
public final class UnreadableNode implements ZarrNode {

	private final Hierarchy hierarchy;

	private final NodePath path;

	private final ZarrException cause;

	UnreadableNode(Hierarchy hierarchy, NodePath path, ZarrException cause) {
		this.hierarchy = hierarchy;
		this.path = path;
		this.cause = cause;
	}

	@Override
	public NodePath path() {
		return this.path;
	}

	/**
	 * Why the metadata cannot be read.
	 * @return the failure
	 */
	public ZarrException cause() {
		return this.cause;
	}

	/**
	 * Fails, since it cannot be read.
	 */
	@Override
	public ZarrFormat format() {
		throw failure(Operation.OPEN);
	}

	/**
	 * Fails, since they cannot be read.
	 */
	@Override
	public Map<String, @Nullable Object> attributes() {
		throw failure(Operation.OPEN);
	}

	/**
	 * Fails, since they cannot be read.
	 */
	@Override
	public void setAttributes(Map<String, ? extends @Nullable Object> attributes) {
		throw failure(Operation.SET_ATTRIBUTES);
	}

	/**
	 * Fails, since they cannot be read.
	 */
	@Override
	public void updateAttributes(UnaryOperator<Map<String, @Nullable Object>> change) {
		throw failure(Operation.SET_ATTRIBUTES);
	}

	/**
	 * The cause as each call on a node gives it.
	 */
	private RuntimeException failure(Operation operation) {
		return this.hierarchy.around(operation, this.path, () -> {
			throw this.cause;
		});
	}

	@Override
	public String toString() {
		return "unreadable node '%s' in store '%s': %s".formatted(this.path, this.hierarchy.store(),
				this.cause.getReason());
	}

}
