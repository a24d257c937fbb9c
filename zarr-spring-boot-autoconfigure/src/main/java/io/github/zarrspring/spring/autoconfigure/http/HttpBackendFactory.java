package io.github.zarrspring.spring.autoconfigure.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.spring.autoconfigure.StorageBackendFactory;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import io.github.zarrspring.spring.autoconfigure.StoreContext;
import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.http.BaseUrl;
import io.github.zarrspring.spring.http.HttpBackend;
import io.github.zarrspring.spring.http.HttpRequests;
import io.github.zarrspring.spring.http.HttpStoreSettings;
import io.github.zarrspring.storage.StorageBackend;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.web.client.RestClient;

/**
 * Makes stores of the type {@code http}.
 */
class HttpBackendFactory implements StorageBackendFactory {

	static final String TYPE = "http";

	private final ObjectProvider<RestClient.Builder> builders;

	private final ObjectProvider<HttpConnectionDetails> connections;

	private final ObjectProvider<HttpStoreCustomizer> customizers;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<ZarrEngine> engines;

	HttpBackendFactory(ObjectProvider<RestClient.Builder> builders, ObjectProvider<HttpConnectionDetails> connections,
			ObjectProvider<HttpStoreCustomizer> customizers, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ZarrEngine> engines) {
		this.builders = builders;
		this.connections = connections;
		this.customizers = customizers;
		this.sslBundles = sslBundles;
		this.engines = engines;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String location(StoreContext context) {
		StoreProperties.Http properties = context.bind(StoreProperties.Http.class);
		return baseUrl(context, properties).toString();
	}

	@Override
	public StorageBackend create(StoreContext context) {
		StoreProperties.Http properties = context.bind(StoreProperties.Http.class);
		BaseUrl baseUrl = baseUrl(context, properties);
		ZarrEngine engine = this.engines.getIfAvailable();
		Limits limits = (engine != null) ? engine.limits() : Limits.ofHeap();
		HttpStoreSettings settings = new HttpStoreSettings(baseUrl, properties.layout(),
				properties.writable() && !context.properties().readOnly(), properties.conditionalWrites(),
				properties.listing(), properties.maxResponseSize().toBytes(), limits.metadataBytes(),
				hosts(properties.redirectHosts()), authorization(context, properties, baseUrl),
				properties.forbiddenIsAbsent());
		BytesInFlight inFlight = (engine != null) ? engine.bytesInFlight() : new BytesInFlight(limits.inFlightBytes());
		SslBundle sslBundle = sslBundle(context, properties.sslBundle());
		HttpRequests own = requests(context.name(), properties, sslBundle);
		// Other hosts are asked only if redirects may lead to them.
		HttpRequests others = settings.redirectHosts().isEmpty() ? own
				: requests(context.name(), properties, withoutKeys(sslBundle));
		return new HttpBackend(client(context, own), RestClient.builder().requestFactory(others.factory()).build(),
				settings, inFlight, () -> {
					own.close();
					others.close();
				});
	}

	private static HttpRequests requests(String store, StoreProperties.Http properties, @Nullable SslBundle sslBundle) {
		HttpClientSettings settings = HttpClientSettings.defaults()
			.withTimeouts(properties.connectTimeout(), properties.readTimeout())
			.withSslBundle(sslBundle);
		return new HttpRequests(store, properties.externalAddressesOnly()
				? settings.withInetAddressFilter(InetAddressFilter.externalAddresses()) : settings);
	}

	private RestClient client(StoreContext context, HttpRequests requests) {
		RestClient.Builder builder = this.builders.getIfAvailable(RestClient::builder)
			.requestFactory(requests.factory());
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(context.name(), builder));
		return builder.build();
	}

	/**
	 * What is trusted, for hosts that are not to know who asks.
	 */
	private static @Nullable SslBundle withoutKeys(@Nullable SslBundle bundle) {
		if (bundle == null) {
			return null;
		}
		return SslBundle.of(SslStoreBundle.of(null, null, bundle.getStores().getTrustStore()), SslBundleKey.NONE,
				bundle.getOptions(), bundle.getProtocol());
	}

	private @Nullable SslBundle sslBundle(StoreContext context, @Nullable String name) {
		if (name == null) {
			return null;
		}
		try {
			return this.sslBundles.getObject().getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw failure(context, "ssl-bundle", "there is no bundle '%s'".formatted(name),
					"Set '%s' to a bundle of 'spring.ssl.bundle'");
		}
	}

	private @Nullable HttpConnectionDetails connection(StoreContext context, boolean general) {
		return this.connections.orderedStream()
			.filter((details) -> (details.storeName() == null) ? general : context.name().equals(details.storeName()))
			.findFirst()
			.orElse(null);
	}

	private BaseUrl baseUrl(StoreContext context, StoreProperties.Http properties) {
		HttpConnectionDetails details = connection(context, properties.baseUrl() == null);
		String url = (details != null) ? details.baseUrl() : properties.baseUrl();
		if (url == null || url.isBlank()) {
			throw failure(context, "base-url", "it is not set", "Set '%s' to the address of the store");
		}
		try {
			return BaseUrl.of(url);
		}
		catch (IllegalArgumentException ex) {
			throw failure(context, "base-url", String.valueOf(ex.getMessage()), "Set '%s' to the address of the store");
		}
	}

	private @Nullable String authorization(StoreContext context, StoreProperties.Http properties, BaseUrl baseUrl) {
		HttpConnectionDetails details = connection(context, properties.baseUrl() == null);
		String token = (details != null && details.token() != null) ? details.token() : properties.token();
		String userInfo = baseUrl.userInfo();
		if (token != null && userInfo != null) {
			throw failure(context, "token", "the address has user and password already",
					"Remove '%s', or user and password from the address");
		}
		if (token != null) {
			return "Bearer " + token;
		}
		return (userInfo != null)
				? "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)) : null;
	}

	private static Set<String> hosts(Set<String> hosts) {
		return hosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
	}

	/**
	 * The value is left out: it may have a password.
	 */
	private static StoreConfigurationException failure(StoreContext context, String key, String reason, String action) {
		String property = context.propertyName(key);
		return new StoreConfigurationException("Store '%s' cannot be reached:%n%n    Property: %s%n    Reason: %s"
			.formatted(context.name(), property, reason), action.formatted(property) + ".");
	}

}
