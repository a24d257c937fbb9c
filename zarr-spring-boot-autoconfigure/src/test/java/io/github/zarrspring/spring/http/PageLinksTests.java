package io.github.zarrspring.spring.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageLinks}.
 */
class PageLinksTests {

	@Test
	void whenPageHasLinksThenTheyAreFound() {
		assertThat(PageLinks.of("""
				<html><body><h1>Index</h1><a href="a/">a</a>
				<A  class='x' HREF = 'b.json' title="<a href='no'>">b</A><a
				href="c&amp;d">c</a><abbr href="no"><a name="href">no</a><a data-href="no" href="e" href="no">e</a>
				<a title=">" href="f">f</a><a href=''></a><a x href="g"/>""")).containsExactly("a/", "b.json",
				"c&amp;d", "e", "f", "", "g");
	}

	@ParameterizedTest
	@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
	@ValueSource(
			strings = { "<a ", "<a href", "<a href=", "<a href=\"", "<a href='x", "<a x=\"", "<", "<a", "a='\"<a =" })
	void whenPageIsMadeToTakeLongThenItDoesNot(String piece) {
		String page = piece.repeat(1_000_000 / piece.length());
		assertThat(PageLinks.of(page)).hasSizeLessThan(1_000_000);
	}

}
