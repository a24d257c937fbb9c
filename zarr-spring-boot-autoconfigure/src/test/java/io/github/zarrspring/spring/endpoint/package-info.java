/**
 * Tests of the Actuator endpoint {@code zarr}.
 */
@NullMarked
package io.github.zarrspring.spring.endpoint;

import org.jspecify.annotations.NullMarked;
