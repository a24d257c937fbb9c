package io.github.zarrspring.spring.http;

import java.io.FilterInputStream;
import java.io.InputStream;

/**
 * A stream that never says that nothing is there: what decompresses it would take that
 * for its end, where more is still on its way.
 */
final class UnhurriedInputStream extends FilterInputStream {

	UnhurriedInputStream(InputStream in) {
		super(in);
	}

	@Override
	public int available() {
		return 1;
	}

}
