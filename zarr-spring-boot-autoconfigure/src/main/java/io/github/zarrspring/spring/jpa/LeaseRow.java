package io.github.zarrspring.spring.jpa;

import java.time.Instant;

import io.github.zarrspring.storage.access.LeaseState;

/**
 * The lease of a store as the database has it.
 *
 * @param state the state as it is kept
 * @param now the time by the database's clock
 */
record LeaseRow(LeaseState state, Instant now) {
}
