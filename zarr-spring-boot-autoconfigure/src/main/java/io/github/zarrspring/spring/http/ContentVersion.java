package io.github.zarrspring.spring.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.github.zarrspring.storage.Version;

/**
 * Versions of values for which the server gives none: the hash of the content.
 */
final class ContentVersion {

	private static final String PREFIX = "sha256:";

	private ContentVersion() {
	}

	static Version of(byte[] content) {
		try {
			return new Version(PREFIX + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	static boolean is(Version version) {
		return version.token().startsWith(PREFIX);
	}

}
