/**
 * A disk in memory that loses power.
 */
@NullMarked
package io.github.zarrspring.storage.filesystem.disk;

import org.jspecify.annotations.NullMarked;
