package io.github.zarrspring.spring;

import java.util.function.Supplier;

import io.github.zarrspring.array.Interceptor;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.NodePath;

/**
 * Translates exceptions of calls on arrays and groups, however the application came by
 * them.
 */
final class TranslatingInterceptor implements Interceptor {

	static final TranslatingInterceptor INSTANCE = new TranslatingInterceptor();

	private TranslatingInterceptor() {
	}

	@Override
	public <T> T around(Operation operation, NodePath path, Supplier<T> call) {
		try {
			return call.get();
		}
		catch (ZarrException ex) {
			throw ZarrExceptionTranslator.translate(ex);
		}
	}

}
