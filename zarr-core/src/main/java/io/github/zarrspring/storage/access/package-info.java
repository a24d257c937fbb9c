/**
 * Who may read and write a store: access levels, and the lease that carries the right.
 */
@NullMarked
package io.github.zarrspring.storage.access;

import org.jspecify.annotations.NullMarked;
