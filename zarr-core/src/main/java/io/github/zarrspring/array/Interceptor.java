package io.github.zarrspring.array;

import java.util.function.Supplier;

import io.github.zarrspring.storage.NodePath;

/**
 * What surrounds each call of the API on a node: observation, translation of exceptions.
 * Passed in when a {@link Hierarchy} is made. Safe for use by several threads.
 */
@FunctionalInterface
public interface Interceptor {

	/**
	 * Nothing around the call.
	 */
	Interceptor NONE = new Interceptor() {

		@Override
		public <T> T around(Operation operation, NodePath path, Supplier<T> call) {
			return call.get();
		}

	};

	/**
	 * Surround a call.
	 * @param operation what the call does
	 * @param path the path of the node
	 * @param call the call, to be made once on this thread
	 * @param <T> the type of its result
	 * @return its result
	 */
	<T> T around(Operation operation, NodePath path, Supplier<T> call);

	/**
	 * What calls do.
	 */
	enum Operation {

		/** Create an array or group. */
		CREATE,

		/** Open an array or group, or look whether there is one. */
		OPEN,

		/** List or walk nodes. */
		LIST,

		/** Read values. */
		READ,

		/** Write values. */
		WRITE,

		/** Change values. */
		UPDATE,

		/** Change the shape of an array. */
		RESIZE,

		/** Append to an array. */
		APPEND,

		/** Change attributes. */
		SET_ATTRIBUTES,

		/** Delete a node. */
		DELETE,

		/** Copy a node. */
		COPY,

		/** Move a node. */
		MOVE,

		/** Write the consolidated metadata of a group. */
		CONSOLIDATE

	}

}
