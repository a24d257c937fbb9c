package io.github.zarrspring.spring.s3;

import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Takes the credentials of a store out of what its service says: some repeat in their
 * answers how a request was signed.
 */
final class ShownCredentials {

	private static final Pattern SIGNED = Pattern
		.compile("(?i)((?:Credential|AWSAccessKeyId|Signature|Security-Token)\\s*[=:>]\\s*)[^\\s,;&<\"']+");

	private static final Pattern ACCESS_KEY = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{12,}\\b");

	private static final String HIDDEN = "***";

	private final S3Client client;

	ShownCredentials(S3Client client) {
		this.client = client;
	}

	/**
	 * A failure without credentials.
	 */
	AwsServiceException remove(AwsServiceException ex) {
		AwsErrorDetails details = ex.awsErrorDetails();
		String message = (details != null) ? details.errorMessage() : null;
		String shown = (message != null) ? remove(message) : null;
		if (details == null || shown == null || shown.equals(message)) {
			return ex;
		}
		AwsServiceException changed = ex.toBuilder()
			.message(shown)
			.awsErrorDetails(details.toBuilder().errorMessage(shown).rawResponse(null).build())
			.build();
		changed.setStackTrace(ex.getStackTrace());
		return changed;
	}

	/**
	 * A text without credentials.
	 */
	String remove(String text) {
		String shown = SIGNED.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
		shown = ACCESS_KEY.matcher(shown).replaceAll(Matcher.quoteReplacement(HIDDEN));
		AwsCredentialsIdentity identity = identity();
		if (identity != null) {
			shown = remove(shown, identity.accessKeyId());
			shown = remove(shown, identity.secretAccessKey());
		}
		return (identity instanceof AwsSessionCredentialsIdentity session) ? remove(shown, session.sessionToken())
				: shown;
	}

	private static String remove(String text, @Nullable String secret) {
		return (secret == null || secret.isEmpty()) ? text : text.replaceAll(
				"(?<![A-Za-z0-9])" + Pattern.quote(secret) + "(?![A-Za-z0-9])", Matcher.quoteReplacement(HIDDEN));
	}

	/**
	 * Those of the last request: the provider has them at hand.
	 */
	private @Nullable AwsCredentialsIdentity identity() {
		try {
			CompletableFuture<? extends AwsCredentialsIdentity> identity = this.client.serviceClientConfiguration()
				.credentialsProvider()
				.resolveIdentity();
			return identity.isDone() ? identity.join() : null;
		}
		catch (RuntimeException ex) {
			// Without them there was nothing to sign with.
			return null;
		}
	}

}
