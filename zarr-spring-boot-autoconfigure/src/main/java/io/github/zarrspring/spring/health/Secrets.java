package io.github.zarrspring.spring.health;

import java.util.regex.Pattern;

/**
 * Takes what may be secret out of texts that are shown.
 */
public final class Secrets {

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s'\"]*@");

	private static final Pattern QUERY = Pattern.compile("(://[^?#\\s'\"]*)[?#][^\\s'\"]*");

	private Secrets() {
	}

	/**
	 * Remove users, passwords and queries of addresses.
	 * @param text the text
	 * @return the text without them
	 */
	public static String remove(String text) {
		return QUERY.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("$1");
	}

}
