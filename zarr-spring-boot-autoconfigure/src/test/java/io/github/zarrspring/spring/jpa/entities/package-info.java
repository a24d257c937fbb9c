@NullMarked
package io.github.zarrspring.spring.jpa.entities;

import org.jspecify.annotations.NullMarked;
