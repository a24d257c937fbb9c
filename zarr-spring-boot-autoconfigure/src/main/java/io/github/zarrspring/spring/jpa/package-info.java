/**
 * Stores in a table of the application's database, written in its own transactions.
 */
@NullMarked
package io.github.zarrspring.spring.jpa;

import org.jspecify.annotations.NullMarked;
