package io.github.zarrspring.spring.s3;

import java.nio.ByteBuffer;

import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request for an object: bytes, or why there are none.
 *
 * @param state the object
 * @param size the size of the whole object, -1 if it is not known
 * @param bytes the bytes
 * @param failure why there are none
 */
record Fetched(ObjectState state, long size, ByteBuffer bytes, @Nullable ZarrException failure) {
}
