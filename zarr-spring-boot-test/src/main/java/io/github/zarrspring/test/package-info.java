/**
 * Test support: the contract that every storage backend keeps, as tests to extend.
 */
@NullMarked
package io.github.zarrspring.test;

import org.jspecify.annotations.NullMarked;
