/**
 * The {@code snapshot} storage backend: values in memory, saved to an archive and a
 * journal.
 */
@NullMarked
package io.github.zarrspring.storage.snapshot;

import org.jspecify.annotations.NullMarked;
