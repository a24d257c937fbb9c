package io.github.zarrspring.spring.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP/1.1, read whole.
 *
 * @param start the first line
 * @param headers the other lines of the head
 * @param body the body, decoded if it came in chunks
 */
public record Message(String start, List<String> headers, byte[] body) {

	/**
	 * The method of a request.
	 * @return the method
	 */
	public String method() {
		return this.start.substring(0, this.start.indexOf(' '));
	}

	/**
	 * What a request asks for.
	 * @return the path with the query
	 */
	public String target() {
		return this.start.split(" ")[1];
	}

	/**
	 * The value of a header.
	 * @param name its name in any case
	 * @return the value, {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ':';
		return this.headers.stream()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map((line) -> line.substring(prefix.length()).strip())
			.findFirst()
			.orElse(null);
	}

	int status() {
		return Integer.parseInt(this.start.split(" ")[1]);
	}

	/**
	 * The bytes of the message, its body in one piece.
	 * @param connection what its {@code Connection} header says
	 * @param bodyless whether there is no body whatever its length is said to be
	 */
	byte[] head(String connection, boolean bodyless) {
		StringBuilder head = new StringBuilder(this.start).append("\r\n");
		for (String line : this.headers) {
			String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
			boolean framing = name.equals("connection") || name.equals("expect") || name.equals("transfer-encoding");
			if (!framing || (bodyless && name.equals("transfer-encoding"))) {
				head.append(line).append("\r\n");
			}
		}
		if (!bodyless && header("Content-Length") == null) {
			head.append("Content-Length: ").append(this.body.length).append("\r\n");
		}
		return head.append("Connection: ")
			.append(connection)
			.append("\r\n\r\n")
			.toString()
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Read the head of a message.
	 * @return the message without its body, {@code null} at the end of the stream
	 */
	static @Nullable Message readHead(InputStream in) throws IOException {
		String start = line(in);
		if (start == null) {
			return null;
		}
		List<String> headers = new ArrayList<>();
		for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
			headers.add(line);
		}
		return new Message(start, headers, new byte[0]);
	}

	/**
	 * Read the body that follows.
	 * @param untilEnd whether a body of unknown length goes on to the end of the stream
	 */
	Message readBody(InputStream in, boolean untilEnd) throws IOException {
		String length = header("Content-Length");
		byte[] bytes = new byte[0];
		if ("chunked".equalsIgnoreCase(header("Transfer-Encoding"))) {
			bytes = chunks(in);
		}
		else if (length != null) {
			bytes = in.readNBytes(Integer.parseInt(length));
			if (bytes.length < Integer.parseInt(length)) {
				throw new EOFException("The body is cut off");
			}
		}
		else if (untilEnd) {
			bytes = in.readAllBytes();
		}
		return new Message(this.start, this.headers, bytes);
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		while (true) {
			int size = Integer.parseInt(String.valueOf(line(in)).split(";")[0].strip(), 16);
			if (size == 0) {
				String trailer = line(in);
				while (trailer != null && !trailer.isEmpty()) {
					trailer = line(in);
				}
				return body.toByteArray();
			}
			body.write(in.readNBytes(size));
			line(in);
		}
	}

	private static @Nullable String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b != '\n'; b = in.read()) {
			if (b < 0) {
				return null;
			}
			line.write(b);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

}
