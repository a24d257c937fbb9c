/**
 * Coverage-guided fuzzing of everything that reads what a store holds.
 */
@NullMarked
package io.github.zarrspring.fuzz;

import org.jspecify.annotations.NullMarked;
