package io.github.zarrspring.dtype;

import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * What the {@code dtype} of v2 metadata says: v2 has the byte order of the stored
 * elements in the data type, where v3 has it in the {@code bytes} codec.
 *
 * @param dataType the data type
 * @param order the byte order, {@code null} if the elements have none
 */
public record V2DataType(DataType dataType, @Nullable ByteOrder order) {
}
