package io.github.zarrspring.sample.store;

import java.io.IOException;

import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Adds the store type {@code classpath}: arrays that come with the application.
 */
@Component
class ClasspathBackendFactory implements StorageBackendFactory {

	private final ResourcePatternResolver resources;

	ClasspathBackendFactory(ResourceLoader resources) {
		this.resources = new PathMatchingResourcePatternResolver(resources);
	}

	@Override
	public String type() {
		return "classpath";
	}

	@Override
	public StorageBackend create(StoreContext context) {
		String location = location(context);
		if (location == null) {
			throw new StoreConfigurationException(
					"The property '%s' is not set".formatted(context.propertyName("location")),
					"Set it to a folder on the class path.");
		}
		try {
			return ClasspathBackend.load(this.resources, location);
		}
		catch (IOException ex) {
			throw new StoreConfigurationException("The folder '%s' is not on the class path".formatted(location),
					"Set '%s' to a folder on the class path.".formatted(context.propertyName("location")), ex);
		}
	}

	@Override
	public @Nullable String location(StoreContext context) {
		return context.bind(Properties.class).location();
	}

	/**
	 * Properties of a store of this type.
	 *
	 * @param location the folder on the class path
	 */
	record Properties(@Nullable String location) {
	}

}
