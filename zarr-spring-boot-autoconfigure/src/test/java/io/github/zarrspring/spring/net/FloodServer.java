package io.github.zarrspring.spring.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * A server that ignores ranges and answers with floods. What it sends is never in memory.
 */
final class FloodServer implements AutoCloseable {

	private static final byte[] BLOCK = new byte[1 << 16];

	private static final String DOCUMENT = """
			{"zarr_format":3,"node_type":"array","shape":[4000],"data_type":"int8",
			"chunk_grid":{"name":"regular","configuration":{"chunk_shape":[4]}},
			"chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":[{"name":"bytes"}],"attributes":{}}""";

	private final ServerSocket socket;

	private final Flood flood;

	private final byte[] compressed;

	FloodServer(Flood flood) {
		this.flood = flood;
		this.compressed = (flood == Flood.COMPRESSED) ? compress(flood.size()) : new byte[0];
		try {
			this.socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	private static byte[] compress(long size) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			for (long sent = 0; sent < size; sent += BLOCK.length) {
				gzip.write(BLOCK);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort());
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "flood-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				start(() -> serve(connection));
			}
			catch (IOException ex) {
				// Closed, or the other side has gone.
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			InputStream in = new BufferedInputStream(connection.getInputStream());
			OutputStream out = connection.getOutputStream();
			@Nullable Message request = Message.readHead(in);
			while (request != null) {
				answer(request, out);
				out.flush();
				request = Message.readHead(in);
			}
		}
		catch (IOException ex) {
			// The other side has had enough.
		}
	}

	private void answer(Message request, OutputStream out) throws IOException {
		boolean document = request.target().endsWith("/zarr.json");
		if (!document && !request.target().contains("/c/")) {
			head(out, 404, "Content-Length: 0");
		}
		else if (document && !this.flood.isOfMetadata()) {
			byte[] body = DOCUMENT.getBytes(StandardCharsets.UTF_8);
			head(out, 200, "ETag: \"1\"", "Content-Length: " + body.length);
			out.write(body);
		}
		else if (this.flood == Flood.COMPRESSED) {
			head(out, 200, "ETag: \"1\"", "Content-Encoding: gzip", "Content-Length: " + this.compressed.length);
			out.write(this.compressed);
		}
		else if (this.flood.isChunked()) {
			head(out, 200, "ETag: \"1\"", "Transfer-Encoding: chunked");
			pour(out, true);
		}
		else {
			head(out, 200, (this.flood == Flood.UNTAGGED) ? "X-Nothing: 1" : "ETag: \"1\"",
					"Content-Length: " + this.flood.size());
			pour(out, false);
		}
	}

	private static void head(OutputStream out, int status, String... headers) throws IOException {
		String text = "HTTP/1.1 " + status + " Flood\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
		out.write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void pour(OutputStream out, boolean chunked) throws IOException {
		for (long left = this.flood.size(); left > 0; left -= BLOCK.length) {
			int count = (int) Math.min(left, BLOCK.length);
			if (chunked) {
				out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			}
			out.write(BLOCK, 0, count);
			if (chunked) {
				out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		if (chunked) {
			out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
