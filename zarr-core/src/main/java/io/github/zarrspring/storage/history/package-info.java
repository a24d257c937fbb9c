/**
 * Several values for a key.
 */
@NullMarked
package io.github.zarrspring.storage.history;

import org.jspecify.annotations.NullMarked;
