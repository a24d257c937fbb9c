/**
 * Zip archives: the {@code zip} storage backend, and what other backends write and read
 * archives with.
 */
@NullMarked
package io.github.zarrspring.storage.zip;

import org.jspecify.annotations.NullMarked;
