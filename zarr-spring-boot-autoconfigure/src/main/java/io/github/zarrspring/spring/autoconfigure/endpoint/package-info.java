/**
 * Auto-configuration of the Actuator endpoint {@code zarr}.
 */
@NullMarked
package io.github.zarrspring.spring.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
