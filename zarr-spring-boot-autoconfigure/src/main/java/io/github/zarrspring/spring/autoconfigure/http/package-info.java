/**
 * Auto-configuration of stores of the type {@code http}.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
