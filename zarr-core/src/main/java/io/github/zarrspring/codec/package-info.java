/**
 * Codecs and the pipelines that turn the values of a chunk into bytes and back.
 */
@NullMarked
package io.github.zarrspring.codec;

import org.jspecify.annotations.NullMarked;
