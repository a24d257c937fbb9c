package io.github.zarrspring.spring.net;

import java.time.Duration;
import java.util.List;

/**
 * What a server says to a request, and how it goes wrong.
 *
 * @param message the answer
 * @param delay how long it waits before
 * @param sent how many bytes of the body go out before the connection breaks, minus one
 * for all of them without breaking
 * @param reset whether a broken connection is reset, not closed in order
 * @param pause how long it waits after each byte of the body
 */
public record Answer(Message message, Duration delay, int sent, boolean reset, Duration pause) {

	/**
	 * An answer.
	 * @param status the status
	 * @param body the body
	 * @param headers headers, each a whole line
	 * @return the answer
	 */
	public static Answer of(int status, byte[] body, String... headers) {
		return of(new Message("HTTP/1.1 " + status + " Test", List.of(headers), body));
	}

	static Answer of(Message message) {
		return new Answer(message, Duration.ZERO, -1, false, Duration.ZERO);
	}

	/**
	 * The answer after a while.
	 * @param time how long
	 * @return the changed answer
	 */
	public Answer after(Duration time) {
		return new Answer(this.message, time, this.sent, this.reset, this.pause);
	}

	/**
	 * The answer byte for byte.
	 * @param time how long it takes between two bytes of the body
	 * @return the changed answer
	 */
	public Answer dripping(Duration time) {
		return new Answer(this.message, this.delay, this.sent, this.reset, time);
	}

	/**
	 * The answer with the connection broken in the body.
	 * @param bytes how much of the body is sent before
	 * @param hard whether it is reset, not closed in order
	 * @return the changed answer
	 */
	public Answer cutAfter(int bytes, boolean hard) {
		return new Answer(this.message, this.delay, bytes, hard, this.pause);
	}

	/**
	 * No answer: the connection breaks instead.
	 * @param hard whether it is reset, not closed in order
	 * @return the changed answer
	 */
	public Answer lost(boolean hard) {
		return new Answer(this.message, this.delay, -2, hard, this.pause);
	}

	boolean isLost() {
		return this.sent == -2;
	}

}
