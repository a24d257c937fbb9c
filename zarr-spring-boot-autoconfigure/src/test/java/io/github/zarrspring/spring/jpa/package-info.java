@NullMarked
package io.github.zarrspring.spring.jpa;

import org.jspecify.annotations.NullMarked;
