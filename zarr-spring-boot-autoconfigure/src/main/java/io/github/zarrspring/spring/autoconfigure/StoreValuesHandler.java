package io.github.zarrspring.spring.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Refuses values that would be taken literally but were not meant so: placeholders that
 * nothing resolves, and paths that begin with the home directory of a shell.
 */
class StoreValuesHandler extends AbstractBindHandler {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)[}:]");

	private static final Pattern SECRET = Pattern.compile("secret|token|password|key|credential");

	private static final Pattern HOME = Pattern.compile("~(?:[/\\\\].*)?");

	private final String store;

	StoreValuesHandler(String store) {
		this.store = store;
	}

	@Override
	public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property != null && result instanceof String value) {
			check(name.getLastElement(Form.UNIFORM), property, value);
		}
		return result;
	}

	private void check(String key, ConfigurationProperty property, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			throw StoreFailures.unresolved(this.store, property, value, placeholder.group(1),
					SECRET.matcher(key).find());
		}
		if (key.equals("path") && HOME.matcher(value).matches()) {
			throw StoreFailures.homeOfShell(this.store, property, value);
		}
	}

}
