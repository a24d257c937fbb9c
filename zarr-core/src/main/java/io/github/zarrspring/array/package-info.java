/**
 * Arrays, groups and selections: the API of the engine, and the planner behind it.
 */
@NullMarked
package io.github.zarrspring.array;

import org.jspecify.annotations.NullMarked;
