/**
 * What nodes there are in a store, described for clients.
 */
@NullMarked
package io.github.zarrspring.sample.tree;

import org.jspecify.annotations.NullMarked;
