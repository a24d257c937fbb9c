package io.github.zarrspring.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Takes the configuration metadata into native images, where properties are checked
 * against them too.
 */
class ConfigurationMetadataHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		KnownProperties.LOCATIONS.forEach(hints.resources()::registerPattern);
	}

}
