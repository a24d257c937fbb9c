package io.github.zarrspring.spring.net;

import java.io.IOException;

/**
 * What happens to a request on its way to a server and back.
 */
@FunctionalInterface
public interface Fault {

	/**
	 * Nothing out of the ordinary.
	 */
	Fault NONE = (request, server) -> server.answer(request);

	/**
	 * The server acts, its answer is lost, and the connection is closed.
	 */
	Fault LOST_ANSWER = (request, server) -> server.answer(request).lost(false);

	/**
	 * The server acts, its answer is lost, and the connection is reset.
	 */
	Fault RESET_ANSWER = (request, server) -> server.answer(request).lost(true);

	/**
	 * The connection is reset before the request reaches the server.
	 */
	Fault RESET = (request, server) -> Answer.of(500, new byte[0]).lost(true);

	/**
	 * The request does not reach the server; something in between has failed.
	 */
	Fault ERROR = (request, server) -> Answer.of(500, new byte[0]);

	/**
	 * The request does not reach the server; it is to be repeated at once.
	 */
	Fault BUSY = (request, server) -> Answer.of(503, new byte[0], "Retry-After: 0");

	/**
	 * Deal with a request.
	 * @param request the request
	 * @param server the server that it is for
	 * @return what the client gets
	 * @throws IOException if the server does not answer
	 */
	Answer apply(Message request, TestServer.Handler server) throws IOException;

}
