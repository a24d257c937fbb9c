package io.github.zarrspring.spring.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A small HTTP server on a port of its own, with a thread for each connection. What it
 * answers is up to its handler; it notes what it was asked.
 */
public class TestServer implements AutoCloseable {

	private final ServerSocket socket;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final List<Message> requests = new CopyOnWriteArrayList<>();

	private volatile Handler handler;

	/**
	 * Start a server.
	 * @param handler what answers
	 */
	public TestServer(Handler handler) {
		this.handler = handler;
		try {
			this.socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	/**
	 * Answer in another way from now on.
	 * @param handler what answers
	 */
	public void handler(Handler handler) {
		this.handler = handler;
	}

	/**
	 * Where the server is.
	 * @return its address
	 */
	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort());
	}

	/**
	 * What the server was asked.
	 * @return the requests without their bodies, in the order in which they came
	 */
	public List<Message> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Forget what the server was asked.
	 */
	public void forget() {
		this.requests.clear();
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "test-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				this.connections.add(connection);
				start(() -> serve(connection));
			}
			catch (IOException ex) {
				// Closed, or the other side has gone: there is nobody to tell.
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			connection.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
			boolean open = true;
			while (open) {
				Message request = read(in, connection.getOutputStream());
				open = request != null && answer(connection, request);
			}
		}
		catch (IOException ex) {
			// The other side has gone, as it may at any time.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private static @Nullable Message read(InputStream in, OutputStream out) throws IOException {
		Message head = Message.readHead(in);
		if (head != null && "100-continue".equalsIgnoreCase(head.header("Expect"))) {
			out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
		}
		return (head != null) ? head.readBody(in, false) : null;
	}

	private boolean answer(Socket connection, Message request) throws IOException, InterruptedException {
		this.requests.add(new Message(request.start(), request.headers(), new byte[0]));
		Answer answer = this.handler.answer(request);
		Thread.sleep(answer.delay().toMillis());
		if (answer.isLost()) {
			return end(connection, answer);
		}
		OutputStream out = connection.getOutputStream();
		boolean bodyless = request.method().equals("HEAD") || answer.message().status() == 204;
		byte[] head = answer.message().head("keep-alive", bodyless);
		byte[] body = bodyless ? new byte[0] : answer.message().body();
		out.write(head);
		if (answer.sent() >= 0) {
			out.write(body, 0, Math.min(body.length, answer.sent()));
			out.flush();
			return end(connection, answer);
		}
		if (answer.pause().equals(Duration.ZERO)) {
			out.write(body);
		}
		else {
			for (byte b : body) {
				out.write(b);
				out.flush();
				Thread.sleep(answer.pause().toMillis());
			}
		}
		out.flush();
		return true;
	}

	private static boolean end(Socket connection, Answer answer) throws IOException {
		if (answer.reset()) {
			connection.setSoLinger(true, 0);
		}
		return false;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What answers requests.
	 */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Answer a request.
		 * @param request the request
		 * @return the answer
		 * @throws IOException if there is none: the connection is closed
		 */
		Answer answer(Message request) throws IOException;

	}

}
