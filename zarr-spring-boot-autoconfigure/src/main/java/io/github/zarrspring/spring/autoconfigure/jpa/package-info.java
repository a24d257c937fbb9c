/**
 * Auto-configuration of stores of the type {@code jpa}.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.jpa;

import org.jspecify.annotations.NullMarked;
