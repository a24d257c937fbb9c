/**
 * The {@code concurrent-map} storage backend.
 */
@NullMarked
package io.github.zarrspring.storage.memory;

import org.jspecify.annotations.NullMarked;
