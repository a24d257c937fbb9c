/**
 * Tests of archives and the {@code zip} storage backend.
 */
@NullMarked
package io.github.zarrspring.storage.zip;

import org.jspecify.annotations.NullMarked;
