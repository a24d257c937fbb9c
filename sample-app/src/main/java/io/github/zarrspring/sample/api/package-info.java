/**
 * The REST API for any array in any store, and its answers when something is wrong.
 */
@NullMarked
package io.github.zarrspring.sample.api;

import org.jspecify.annotations.NullMarked;
