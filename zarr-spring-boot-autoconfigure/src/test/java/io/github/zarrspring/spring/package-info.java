/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.spring;

import org.jspecify.annotations.NullMarked;
