package io.github.zarrspring.spring.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of stores and of their beans. A store {@code my-lake} has the beans
 * {@code myLakeStorageBackend} and {@code myLakeZarrTemplate}; a bean
 * {@code myLakeStorageBackend} of the application is the store {@code my-lake}.
 */
final class StoreNames {

	/**
	 * The store that there is if nothing is configured.
	 */
	static final String DEFAULT = "default";

	static final String BACKEND_SUFFIX = "StorageBackend";

	static final String TEMPLATE_SUFFIX = "ZarrTemplate";

	private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9-]*");

	private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

	private StoreNames() {
	}

	static boolean isValid(String name) {
		return VALID.matcher(name).matches();
	}

	static String backendBean(String store) {
		return camelCase(store) + BACKEND_SUFFIX;
	}

	static String templateBean(String store) {
		return camelCase(store) + TEMPLATE_SUFFIX;
	}

	/**
	 * The name of the store of a backend that the application has as a bean.
	 * @param bean the name of the bean
	 * @return the name without the suffix, {@code default} if it is nothing but the
	 * suffix
	 */
	static String ofBackendBean(String bean) {
		if (bean.equalsIgnoreCase(BACKEND_SUFFIX)) {
			return DEFAULT;
		}
		return dashed(
				bean.endsWith(BACKEND_SUFFIX) ? bean.substring(0, bean.length() - BACKEND_SUFFIX.length()) : bean);
	}

	/**
	 * The type of a backend that no factory made.
	 * @param backend the class of the backend
	 * @return a name made from the class
	 */
	static String typeOf(Class<?> backend) {
		String name = backend.getSimpleName();
		for (String suffix : new String[] { BACKEND_SUFFIX, "Backend" }) {
			if (name.endsWith(suffix)) {
				name = name.substring(0, name.length() - suffix.length());
			}
		}
		String type = dashed(name);
		return (isValid(type) && !backend.isHidden()) ? type : "custom";
	}

	/**
	 * The nearest valid name.
	 * @param name any name
	 * @return the name in lower case, with dashes for all that is neither letter nor
	 * digit
	 */
	static String dashed(String name) {
		return HUMP.matcher(name)
			.replaceAll("-")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^[^a-z]+|-+$", "");
	}

	private static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder();
		boolean upper = false;
		for (char c : name.toCharArray()) {
			if (c != '-') {
				camelCase.append(upper ? Character.toUpperCase(c) : c);
			}
			upper = c == '-';
		}
		return camelCase.toString();
	}

}
