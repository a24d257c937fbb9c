/**
 * Tests of the documentation.
 */
@NullMarked
package io.github.zarrspring.spring.docs;

import org.jspecify.annotations.NullMarked;
