/**
 * Tests for stores on web servers.
 */
@NullMarked
package io.github.zarrspring.spring.http;

import org.jspecify.annotations.NullMarked;
