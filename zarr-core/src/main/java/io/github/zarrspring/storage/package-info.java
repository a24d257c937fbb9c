/**
 * The storage SPI: what keeps bytes under keys, and one array's view of it.
 */
@NullMarked
package io.github.zarrspring.storage;

import org.jspecify.annotations.NullMarked;
