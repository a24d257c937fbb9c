/**
 * Tests of codecs and pipelines.
 */
@NullMarked
package io.github.zarrspring.codec;

import org.jspecify.annotations.NullMarked;
