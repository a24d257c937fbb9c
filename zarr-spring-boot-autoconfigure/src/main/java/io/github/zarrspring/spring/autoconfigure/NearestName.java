package io.github.zarrspring.spring.autoconfigure;

import java.util.Collection;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody may have meant.
 */
final class NearestName {

	private NearestName() {
	}

	/**
	 * The known name that is nearest to another, by the number of characters to insert,
	 * remove, change or exchange with their neighbour.
	 * @param name the name
	 * @param known the known names
	 * @return the nearest, {@code null} if none is near enough to be meant
	 */
	static @Nullable String of(String name, Collection<String> known) {
		return of(name, known, Math.max(2, name.length() / 3));
	}

	/**
	 * The known name that is nearest to another.
	 * @param name the name
	 * @param known the known names
	 * @param most how far it can be away
	 * @return the nearest, {@code null} if none is near enough
	 */
	static @Nullable String of(String name, Collection<String> known, int most) {
		String nearest = null;
		int least = most + 1;
		for (String candidate : known) {
			int distance = distance(name.toLowerCase(Locale.ROOT), candidate);
			if (distance < least) {
				least = distance;
				nearest = candidate;
			}
		}
		return nearest;
	}

	/**
	 * Levenshtein's distance with exchanged neighbours, row by row.
	 */
	private static int distance(String a, String b) {
		int[] beforeLast = new int[b.length() + 1];
		int[] last = new int[b.length() + 1];
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int[] free = beforeLast;
			beforeLast = last;
			last = row;
			row = free;
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int changed = last[j - 1] + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
				if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
					row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
				}
			}
		}
		return row[b.length()];
	}

}
