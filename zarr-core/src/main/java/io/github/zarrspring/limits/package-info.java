/**
 * Bounds on what a file, a request or a hostile store can make the engine allocate.
 */
@NullMarked
package io.github.zarrspring.limits;

import org.jspecify.annotations.NullMarked;
