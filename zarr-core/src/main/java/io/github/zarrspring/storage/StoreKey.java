package io.github.zarrspring.storage;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The validated address of one value in a store: segments joined by slashes. This is the
 * one place where keys are checked, for all stores: no empty segment, no {@code .} or
 * {@code ..}, no backslash, no NUL, no slash at the start or end, nothing that is not
 * well-formed Unicode.
 * <p>
 * A key knows the path of the node it belongs to and, for a chunk, its index, so that a
 * backend can keep them as columns or use them for placement. Two keys are equal if their
 * values are. Keys are ordered by the code points of their values.
 */
public final class StoreKey implements Comparable<StoreKey> {

	private final String value;

	private final NodePath path;

	private final long @Nullable [] chunk;

	private StoreKey(String value, NodePath path, long @Nullable [] chunk) {
		this.value = value;
		this.path = path;
		this.chunk = chunk;
	}

	/**
	 * A key.
	 * @param value the key
	 * @return the key; the path it knows is all before the last slash
	 * @throws InvalidRequestException if the key is not valid
	 */
	public static StoreKey of(String value) {
		checkSegments("store key", value);
		int slash = value.lastIndexOf('/');
		NodePath parent;
		try {
			parent = (slash < 0) ? NodePath.ROOT : new NodePath(value.substring(0, slash));
		}
		catch (InvalidRequestException ex) {
			parent = NodePath.ROOT;
		}
		return new StoreKey(value, parent, null);
	}

	/**
	 * The key of a metadata document.
	 * @param path the path of the node
	 * @param name the name of the document
	 * @return the key
	 */
	public static StoreKey metadata(NodePath path, String name) {
		return new StoreKey(path.keyPrefix() + name, path, null);
	}

	/**
	 * The key of a chunk.
	 * @param path the path of the array
	 * @param encoded the chunk key as the chunk-key encoding of the array gives it
	 * @param chunk the index of the chunk, which is not copied
	 * @return the key
	 */
	public static StoreKey chunk(NodePath path, String encoded, long[] chunk) {
		return new StoreKey(path.keyPrefix() + encoded, path, chunk);
	}

	/**
	 * The least key that starts with a prefix, stored or not: where a listing of the
	 * prefix begins.
	 * @param prefix any string; it need not end at a segment
	 * @return the key, {@code null} if no key can start with the prefix
	 */
	public static @Nullable StoreKey first(String prefix) {
		if (flaw(prefix) == null) {
			return of(prefix);
		}
		String longer = prefix + '\u0001';
		return (flaw(longer) == null) ? of(longer) : null;
	}

	/**
	 * Check the segments of a key or path.
	 * @param what what it is, for the message
	 * @param value the key or path
	 * @throws InvalidRequestException if it is not valid
	 */
	static void checkSegments(String what, String value) {
		String flaw = flaw(value);
		if (flaw != null) {
			throw new InvalidRequestException(
					"The %s '%s' is not valid: it has %s".formatted(what, value.replace('\0', '\uFFFD'), flaw));
		}
	}

	private static @Nullable String flaw(String value) {
		int start = 0;
		for (int i = 0; i <= value.length(); i++) {
			char c = (i < value.length()) ? value.charAt(i) : '/';
			if (c == '/') {
				String flaw = segmentFlaw(value, start, i);
				if (flaw != null) {
					return flaw;
				}
				start = i + 1;
			}
			else if (c == '\\' || c == '\0') {
				return "a backslash or NUL";
			}
			else if (Character.isSurrogate(c)) {
				if (Character.isLowSurrogate(c) || i + 1 == value.length()
						|| !Character.isLowSurrogate(value.charAt(i + 1))) {
					return "characters that are not well-formed Unicode";
				}
				i++;
			}
		}
		return null;
	}

	private static @Nullable String segmentFlaw(String value, int start, int end) {
		int length = end - start;
		if (length == 0) {
			return "an empty segment";
		}
		if (value.charAt(start) == '.' && (length == 1 || (length == 2 && value.charAt(start + 1) == '.'))) {
			return "a segment '.' or '..'";
		}
		return null;
	}

	/**
	 * The key as the store sees it.
	 * @return the value
	 */
	public String value() {
		return this.value;
	}

	/**
	 * The path of the node that the key belongs to.
	 * @return the path; for a key of {@link #of} all before the last slash
	 */
	public NodePath path() {
		return this.path;
	}

	/**
	 * The key without the path of its node.
	 * @return the name of the document or the encoded chunk key
	 */
	public String entry() {
		String prefix = this.path.keyPrefix();
		return this.value.startsWith(prefix) ? this.value.substring(prefix.length()) : this.value;
	}

	/**
	 * The index of the chunk.
	 * @return the index, {@code null} if this is not known to be the key of a chunk
	 */
	public long @Nullable [] chunk() {
		return (this.chunk != null) ? this.chunk.clone() : null;
	}

	/**
	 * Compares by code points, which is the order of the UTF-8 bytes and so the order in
	 * which object stores and databases list.
	 */
	@Override
	public int compareTo(StoreKey other) {
		return compare(this.value, other.value);
	}

	/**
	 * Compare two strings as keys are compared, by code points.
	 * @param a a string
	 * @param b another string
	 * @return less than, equal to or more than 0 as {@code a} is to {@code b}
	 */
	public static int compare(String a, String b) {
		int length = Math.min(a.length(), b.length());
		for (int i = 0; i < length; i++) {
			char c = a.charAt(i);
			char d = b.charAt(i);
			if (c != d) {
				// A surrogate stands for a code point above all that are one char.
				boolean above = Character.isSurrogate(c);
				return (above == Character.isSurrogate(d)) ? c - d : (above ? 1 : -1);
			}
		}
		return a.length() - b.length();
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof StoreKey other && this.value.equals(other.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
