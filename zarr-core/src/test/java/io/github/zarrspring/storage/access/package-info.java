/**
 * Tests.
 */
@NullMarked
package io.github.zarrspring.storage.access;

import org.jspecify.annotations.NullMarked;
