@NullMarked
package io.github.zarrspring.test;

import org.jspecify.annotations.NullMarked;
