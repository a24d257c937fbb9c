package io.github.zarrspring.spring.partitioned;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a store was promised of its cluster, for its health.
 *
 * @param copies how many copies there are to be of each value, the value itself among
 * them
 * @param minimumMembers the number of members that it waits for, {@code null} if it works
 * with any
 * @param members the addresses of members that were listed
 * @param distributed whether there may be other members
 */
public record Expectation(int copies, @Nullable Integer minimumMembers, List<String> members, boolean distributed) {

	/**
	 * What a store expects that says no more than how many copies it wants.
	 * @param copies how many copies there are to be of each value
	 * @return the expectation
	 */
	public static Expectation ofCopies(int copies) {
		return new Expectation(copies, null, List.of(), true);
	}

}
