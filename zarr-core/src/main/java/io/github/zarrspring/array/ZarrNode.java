package io.github.zarrspring.array;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.zarrspring.metadata.ZarrFormat;
import io.github.zarrspring.storage.NodePath;
import org.jspecify.annotations.Nullable;

/**
 * An array or group, or a listed node of which it cannot be read what it is. A handle
 * holds the metadata as they were when it was opened or last changed through it. Safe for
 * use by several threads.
 */
public sealed interface ZarrNode permits ZarrArray, ZarrGroup, UnreadableNode {

	/**
	 * The path.
	 * @return the path in the store
	 */
	NodePath path();

	/**
	 * The format.
	 * @return v2 or v3
	 */
	ZarrFormat format();

	/**
	 * The attributes.
	 * @return the attributes, not to be changed
	 */
	Map<String, @Nullable Object> attributes();

	/**
	 * Replace all attributes, also those that others have set meanwhile: of several
	 * writers the last one wins. To add or change some of them, use
	 * {@link #updateAttributes}.
	 * @param attributes all attributes, of values that JSON has
	 * @throws io.github.zarrspring.exception.NodeNotFoundException if there is no such
	 * node any more
	 */
	void setAttributes(Map<String, ? extends @Nullable Object> attributes);

	/**
	 * Change the attributes so that no change by others is lost: they are read, changed
	 * and written if they are still what was read, else all of it again.
	 * @param change what to make of the attributes: it is given a map of its own, which
	 * it may change and give back; it may be called again with newer attributes, so it
	 * must have no side effects
	 * @throws io.github.zarrspring.exception.NodeNotFoundException if there is no such
	 * node any more
	 * @throws io.github.zarrspring.exception.WriteConflictException if others change them
	 * again and again
	 */
	void updateAttributes(UnaryOperator<Map<String, @Nullable Object>> change);

}
