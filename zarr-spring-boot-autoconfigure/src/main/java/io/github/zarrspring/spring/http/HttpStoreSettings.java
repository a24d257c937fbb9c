package io.github.zarrspring.spring.http;

import java.util.Set;

import io.github.zarrspring.spring.ConditionalWrites;
import org.jspecify.annotations.Nullable;

/**
 * What a store on a web server is like.
 *
 * @param baseUrl where it is
 * @param layout how keys become addresses
 * @param writable whether values may be written and deleted
 * @param conditionalWrites what is known of conditional writes
 * @param listing how keys are listed
 * @param maxResponseBytes the most bytes of one answer, decompressed
 * @param metadataBytes the most bytes of a document or a list
 * @param redirectHosts hosts, with ports unless they are the usual ones, that redirects
 * may lead to beside the origin of the store itself
 * @param authorization the {@code Authorization} header, sent to the origin of the store
 * alone; {@code null} for none
 * @param forbiddenIsAbsent whether 403 means that there is no value where one is read
 */
public record HttpStoreSettings(BaseUrl baseUrl, HttpLayout layout, boolean writable,
		ConditionalWrites conditionalWrites, HttpListing listing, long maxResponseBytes, long metadataBytes,
		Set<String> redirectHosts, @Nullable String authorization, boolean forbiddenIsAbsent) {

	/**
	 * The settings without anything secret.
	 */
	@Override
	public String toString() {
		return "%s (layout %s, listing %s)".formatted(this.baseUrl, this.layout, this.listing);
	}

}
