package io.github.zarrspring.spring.s3;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.Message;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * S3Proxy with its store in memory.
 */
final class S3ProxyServer {

	static final S3ProxyServer INSTANCE = new S3ProxyServer();

	private final int port;

	private final S3Front front;

	private final BlobStore store;

	private S3ProxyServer() {
		try {
			Properties properties = new Properties();
			properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
			this.store = BlobStores.create("transient-nio2", properties);
			S3Proxy server = S3Proxy.builder()
				.blobStore(this.store)
				.endpoint(URI.create("http://127.0.0.1:0"))
				.awsAuthentication(AuthenticationType.AWS_V2_OR_V4, S3Service.ACCESS_KEY, S3Service.SECRET_KEY)
				.ignoreUnknownHeaders(true)
				.build();
			server.start();
			this.port = server.getPort();
			this.front = new S3Front(endpoint(), this::refuse);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	S3Front front() {
		return this.front;
	}

	/**
	 * S3Proxy deletes what is not there, whatever the condition. S3 does not.
	 */
	private @Nullable Answer refuse(Message request) {
		String expected = request.header("If-Match");
		String[] parts = URLDecoder.decode(request.target().split("\\?")[0].replace("+", "%2B"), StandardCharsets.UTF_8)
			.substring(1)
			.split("/", 2);
		if (!request.method().equals("DELETE") || expected == null) {
			return null;
		}
		HeadObjectResponse stored = this.store.blobMetadataIfPresent(parts[0], parts[1]);
		if (stored == null) {
			return S3Front.error(404, "NoSuchKey");
		}
		return stored.eTag().replace("\"", "").equals(expected.replace("\"", "")) ? null
				: S3Front.error(412, "PreconditionFailed");
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

}
