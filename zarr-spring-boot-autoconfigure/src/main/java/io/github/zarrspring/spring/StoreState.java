package io.github.zarrspring.spring;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a store says about itself, beside whether it answers.
 *
 * @param problem why the store is down although it answers, {@code null} if it is not
 * @param details what else there is to say, for health; without secrets
 */
public record StoreState(@Nullable String problem, Map<String, Object> details) {
}
