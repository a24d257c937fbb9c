package io.github.zarrspring.spring.autoconfigure.s3;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A service whose certificate is known to an SSL bundle alone.
 */
class S3SslTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	Path directory;

	private Path store;

	private HttpsServer server;

	@BeforeEach
	void start() throws Exception {
		this.store = this.directory.resolve("store.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "s3", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-keystore", this.store.toString(), "-storetype", "PKCS12",
				"-storepass", new String(PASSWORD))
			.inheritIO()
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.store)) {
			keys.load(in, PASSWORD);
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(context));
		this.server.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().add("ETag", "\"1\"");
			exchange.sendResponseHeaders(200, 3);
			exchange.getResponseBody().write(new byte[] { 1, 2, 3 });
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrS3AutoConfiguration.class,
					SslAutoConfiguration.class))
			.withPropertyValues("zarr.stores.lake.type=s3", "zarr.stores.lake.s3.bucket=lake",
					"zarr.stores.lake.s3.path-style=true", "zarr.stores.lake.s3.anonymous=true",
					"zarr.stores.lake.s3.endpoint=https://127.0.0.1:" + this.server.getAddress().getPort(),
					"spring.ssl.bundle.jks.own.truststore.location=" + this.store.toUri(),
					"spring.ssl.bundle.jks.own.truststore.password=" + new String(PASSWORD));
	}

	@Test
	void whenBundleKnowsTheCertificateThenServiceIsTrusted() {
		runner().withPropertyValues("zarr.stores.lake.s3.ssl-bundle=own")
			.run((context) -> assertThat(
					context.getBean(StorageBackend.class).read(StoreKey.of("a")).orElseThrow().size())
				.isEqualTo(3));
	}

	@Test
	void whenNobodyKnowsTheCertificateThenServiceIsNotTrusted() {
		runner().run((context) -> assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> context.getBean(StorageBackend.class).read(StoreKey.of("a"))));
	}

}
