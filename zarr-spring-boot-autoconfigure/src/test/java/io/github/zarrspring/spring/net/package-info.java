/**
 * A server and a proxy for HTTP that can go wrong in all ways that networks and servers
 * do.
 */
@NullMarked
package io.github.zarrspring.spring.net;

import org.jspecify.annotations.NullMarked;
