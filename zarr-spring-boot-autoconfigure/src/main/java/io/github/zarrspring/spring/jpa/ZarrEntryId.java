package io.github.zarrspring.spring.jpa;

import java.io.Serializable;

/**
 * What tells a {@link ZarrEntry} from all others.
 *
 * @param store the name of the store
 * @param path the path of the node
 * @param entry the name of the metadata document, or the key of the chunk below the path
 */
public record ZarrEntryId(String store, String path, String entry) implements Serializable {
}
