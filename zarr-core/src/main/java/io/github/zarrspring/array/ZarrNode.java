package io.github.zarrspring.array;

import java.util.Map;

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
	 * Replace the attributes. The last of several writers wins.
	 * @param attributes all attributes, of values that JSON has
	 */
	void setAttributes(Map<String, ? extends @Nullable Object> attributes);

}
