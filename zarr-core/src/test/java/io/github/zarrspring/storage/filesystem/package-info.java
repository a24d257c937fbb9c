@NullMarked
package io.github.zarrspring.storage.filesystem;

import org.jspecify.annotations.NullMarked;
