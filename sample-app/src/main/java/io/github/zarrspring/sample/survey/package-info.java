/**
 * Surveys: an entity and its measured grid, saved in one transaction. With the profile
 * {@code jpa}.
 */
@NullMarked
package io.github.zarrspring.sample.survey;

import org.jspecify.annotations.NullMarked;
