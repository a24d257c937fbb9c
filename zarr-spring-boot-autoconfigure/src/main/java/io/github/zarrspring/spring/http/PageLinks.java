package io.github.zarrspring.spring.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The links on a page of HTML. The page is gone through once, whatever it is like.
 */
final class PageLinks {

	private final String page;

	private final List<String> links = new ArrayList<>();

	private int position;

	private PageLinks(String page) {
		this.page = page;
	}

	/**
	 * What the {@code href} of each {@code a} says, as it is written.
	 */
	static List<String> of(String page) {
		PageLinks parser = new PageLinks(page);
		while (parser.findTag()) {
			parser.readTag();
		}
		return parser.links;
	}

	/**
	 * Go behind the beginning of the next link.
	 */
	private boolean findTag() {
		int start = this.position;
		while (true) {
			start = this.page.indexOf('<', start);
			if (start < 0 || start + 2 >= this.page.length()) {
				return false;
			}
			if (Character.toLowerCase(this.page.charAt(start + 1)) == 'a'
					&& Character.isWhitespace(this.page.charAt(start + 2))) {
				this.position = start + 2;
				return true;
			}
			start++;
		}
	}

	/**
	 * Go through the attributes of a tag to its end.
	 */
	private void readTag() {
		String found = null;
		while (true) {
			skipSpace();
			if (this.position >= this.page.length()) {
				return;
			}
			char next = this.page.charAt(this.position);
			if (next == '>' || next == '<') {
				this.position += (next == '>') ? 1 : 0;
				break;
			}
			String name = readName();
			String value = readValue();
			if (found == null && value != null && name.equals("href")) {
				found = value;
			}
		}
		if (found != null) {
			this.links.add(found);
		}
	}

	private String readName() {
		int start = this.position;
		while (this.position < this.page.length() && !isEnd(this.page.charAt(this.position))) {
			this.position++;
		}
		int end = this.position;
		if (end == start) {
			// A character that no name has.
			this.position++;
		}
		return this.page.substring(start, end).toLowerCase(Locale.ROOT);
	}

	private static boolean isEnd(char character) {
		return Character.isWhitespace(character) || character == '=' || character == '>' || character == '<';
	}

	/**
	 * What an attribute says, {@code null} if it says nothing or is not in quotes.
	 */
	private @Nullable String readValue() {
		skipSpace();
		if (this.position >= this.page.length() || this.page.charAt(this.position) != '=') {
			return null;
		}
		this.position++;
		skipSpace();
		if (this.position >= this.page.length()) {
			return null;
		}
		char quote = this.page.charAt(this.position);
		if (quote != '"' && quote != '\'') {
			return null;
		}
		int end = this.page.indexOf(quote, this.position + 1);
		int start = this.position + 1;
		this.position = (end < 0) ? this.page.length() : end + 1;
		return (end < 0) ? null : this.page.substring(start, end);
	}

	private void skipSpace() {
		while (this.position < this.page.length() && Character.isWhitespace(this.page.charAt(this.position))) {
			this.position++;
		}
	}

}
