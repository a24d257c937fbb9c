package io.github.zarrspring.spring.autoconfigure;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Shows the properties under one name under another name too: behind the sources proper,
 * it makes {@code zarr.defaults} count for a store. Properties keep their own names and
 * origins, so that messages about them lead to where they stand.
 */
final class RebasedPropertySource implements IterableConfigurationPropertySource {

	private final ConfigurationPropertySource source;

	private final ConfigurationPropertyName from;

	private final ConfigurationPropertyName to;

	RebasedPropertySource(ConfigurationPropertySource source, ConfigurationPropertyName from,
			ConfigurationPropertyName to) {
		this.source = source;
		this.from = from;
		this.to = to;
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(@Nullable ConfigurationPropertyName name) {
		if (name == null || !this.to.isAncestorOf(name)) {
			return null;
		}
		return this.source.getConfigurationProperty(rebase(name, this.to, this.from));
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		if (name.equals(this.to) || this.to.isAncestorOf(name)) {
			return this.source.containsDescendantOf(rebase(name, this.to, this.from));
		}
		if (name.isAncestorOf(this.to)) {
			return this.source.containsDescendantOf(this.from);
		}
		return ConfigurationPropertyState.ABSENT;
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		if (this.source instanceof IterableConfigurationPropertySource iterable) {
			return iterable.stream().filter(this.from::isAncestorOf).map((name) -> rebase(name, this.from, this.to));
		}
		return Stream.empty();
	}

	private static ConfigurationPropertyName rebase(ConfigurationPropertyName name, ConfigurationPropertyName from,
			ConfigurationPropertyName to) {
		return to.append(name.subName(from.getNumberOfElements()));
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

}
