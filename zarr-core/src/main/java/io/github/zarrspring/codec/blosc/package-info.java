/**
 * The Blosc 1 container: blocks of shuffled bytes, compressed one by one.
 */
@NullMarked
package io.github.zarrspring.codec.blosc;

import org.jspecify.annotations.NullMarked;
