/**
 * Tests of the {@code snapshot} storage backend.
 */
@NullMarked
package io.github.zarrspring.storage.snapshot;

import org.jspecify.annotations.NullMarked;
