package io.github.zarrspring.spring.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/**
 * Takes the queries of stores, which may be secret, out of what the JDK's client logs:
 * some versions of it log whole addresses at DEBUG.
 */
final class LoggedQueries implements Filter {

	/**
	 * Held here, as loggers that nobody holds lose what was set.
	 */
	private static final Logger LOGGER = Logger.getLogger("jdk.internal.httpclient.debug");

	private static final Set<String> QUERIES = ConcurrentHashMap.newKeySet();

	private final @Nullable Filter next;

	private LoggedQueries(@Nullable Filter next) {
		this.next = next;
	}

	/**
	 * Keep a query out of the log from now on.
	 */
	static synchronized void hide(String query) {
		QUERIES.add('?' + query);
		if (!(LOGGER.getFilter() instanceof LoggedQueries)) {
			LOGGER.setFilter(new LoggedQueries(LOGGER.getFilter()));
		}
	}

	@Override
	public boolean isLoggable(LogRecord entry) {
		String message = entry.getMessage();
		if (message != null && message.indexOf('?') >= 0) {
			for (String query : QUERIES) {
				if (message.contains(query)) {
					message = message.replace(query, "?***");
					// What the message was made of.
					entry.setParameters(null);
				}
			}
			entry.setMessage(message);
		}
		return this.next == null || this.next.isLoggable(entry);
	}

}
