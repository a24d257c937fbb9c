package io.github.zarrspring.spring.endpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What was done with a store.
 *
 * @param store the name of the store
 * @param action what was done
 * @param duration how long it took, {@code null} if it was not measured
 * @param bytes the number of bytes written, {@code null} if it is not about writing
 */
public record ActionDescriptor(String store, String action, @Nullable Duration duration,
		@Nullable Long bytes) implements OperationResponseBody {
}
