package io.github.zarrspring.spring.net;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/**
 * Stands in front of an HTTP server and lets things go wrong. Each request reaches the
 * server at most once.
 */
public final class FaultProxy extends TestServer {

	private final Handler server;

	/**
	 * A proxy without faults.
	 * @param server where requests go
	 */
	public FaultProxy(URI server) {
		super((request) -> forward(server, request));
		this.server = (request) -> forward(server, request);
	}

	/**
	 * Let things go wrong from now on.
	 * @param fault what happens to each request
	 */
	public void fault(Fault fault) {
		handler((request) -> fault.apply(request, this.server));
	}

	/**
	 * Send a request to a server over a connection of its own.
	 * @param server the server
	 * @param request the request
	 * @return its answer
	 * @throws IOException if it does not answer
	 */
	public static Answer forward(URI server, Message request) throws IOException {
		try (Socket socket = new Socket(server.getHost(), server.getPort())) {
			socket.setTcpNoDelay(true);
			OutputStream out = socket.getOutputStream();
			out.write(request.head("close", false));
			out.write(request.body());
			out.flush();
			InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
			Message head = Message.readHead(in);
			while (head != null && head.status() == 100) {
				head = Message.readHead(in);
			}
			if (head == null) {
				throw new EOFException("The server does not answer");
			}
			boolean bodyless = request.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
			return Answer.of(bodyless ? head : head.readBody(in, true));
		}
	}

}
