package io.github.zarrspring.spring.autoconfigure;

/**
 * Says of a type of stores which library it needs. Declared as a bean beside a
 * {@link StorageBackendFactory} that is there only if the library is, so that asking for
 * the type without it ends in a message that names the dependency.
 *
 * @param type the type
 * @param className a class of the library
 * @param dependency the dependency to add, as {@code group:artifact}
 */
public record StoreTypeRequirement(String type, String className, String dependency) {
}
