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
	 * remove or change.
	 * @param name the name
	 * @param known the known names
	 * @return the nearest, {@code null} if none is near enough to be meant
	 */
	static @Nullable String of(String name, Collection<String> known) {
		String nearest = null;
		int least = Math.max(2, name.length() / 3) + 1;
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
	 * Levenshtein's distance, row by row.
	 */
	private static int distance(String a, String b) {
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int changed = diagonal + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[b.length()];
	}

}
