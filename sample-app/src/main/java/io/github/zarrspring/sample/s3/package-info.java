/**
 * An S3 server of the application's own, so that there is one to look at.
 */
@NullMarked
package io.github.zarrspring.sample.s3;

import org.jspecify.annotations.NullMarked;
