package io.github.zarrspring.sample.tree;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A node with all that is below it.
 *
 * @param nodes the nodes by their paths relative to the node; an array has itself as the
 * only one, under the empty path
 * @param attributes the attributes of the node
 */
public record NodeTree(Map<String, NodeDescription> nodes, Map<String, @Nullable Object> attributes) {
}
