package io.github.zarrspring.array;

/**
 * What is selected along one dimension of an orthogonal selection: a {@link Slice} or a
 * list of {@link Indices}. Immutable.
 */
public sealed interface DimensionSelection permits Slice, Indices {

}
