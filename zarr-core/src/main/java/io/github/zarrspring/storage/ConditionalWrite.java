package io.github.zarrspring.storage;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A write or delete that is done if the version that is stored is the expected one.
 *
 * @param expected the version that must be stored, {@link Version#ABSENT} for none
 * @param bytes the bytes to write, {@code null} to delete
 */
public record ConditionalWrite(Version expected, @Nullable ByteBuffer bytes) {
}
