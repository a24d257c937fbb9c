package io.github.zarrspring.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a selection says of dimensions, by position and by name, into their order.
 */
final class DimensionNames {

	private DimensionNames() {
	}

	/**
	 * What is selected along each dimension.
	 * @param positional what is said in the order of the dimensions
	 * @param named what is said by name
	 * @param rest what holds for the dimensions of which nothing is said
	 * @throws InvalidRequestException if there are no such dimensions
	 */
	static <T> List<T> resolve(List<? extends T> positional, Map<String, ? extends T> named, T rest,
			List<@Nullable String> names, int rank) {
		if (positional.size() > rank) {
			throw new InvalidRequestException(
					"A selection of %d dimensions of an array that has %d".formatted(positional.size(), rank));
		}
		List<T> all = new ArrayList<>(positional);
		all.addAll(Collections.nCopies(rank - all.size(), rest));
		named.forEach((name, selected) -> all.set(find(name, names), selected));
		return all;
	}

	/**
	 * Find a dimension by its name.
	 * @throws InvalidRequestException if there is not one of that name
	 */
	static int find(String name, List<@Nullable String> names) {
		int dimension = names.indexOf(name);
		if (dimension < 0 || dimension != names.lastIndexOf(name)) {
			throw new InvalidRequestException("There is not one dimension '%s' among %s".formatted(name, names));
		}
		return dimension;
	}

}
