/**
 * Auto-configuration of stores of the type {@code snapshot}.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.snapshot;

import org.jspecify.annotations.NullMarked;
