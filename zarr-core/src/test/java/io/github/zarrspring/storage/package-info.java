@NullMarked
package io.github.zarrspring.storage;

import org.jspecify.annotations.NullMarked;
