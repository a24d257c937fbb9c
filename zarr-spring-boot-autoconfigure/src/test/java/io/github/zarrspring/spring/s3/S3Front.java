package io.github.zarrspring.spring.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

import io.github.zarrspring.spring.net.Answer;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.Message;
import io.github.zarrspring.spring.net.TestServer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a test server what it lacks of S3: requests that are atomic. The servers compare
 * first and write then, and some read a value while it is half replaced. Here the writes
 * of one object go one at a time, and no read meanwhile.
 */
final class S3Front extends TestServer {

	S3Front(URI server, Function<Message, @Nullable Answer> refusal) {
		super(handler(server, refusal));
	}

	private static Handler handler(URI server, Function<Message, @Nullable Answer> refusal) {
		Map<String, ReadWriteLock> locks = new ConcurrentHashMap<>();
		return (request) -> {
			String object = request.target().split("\\?")[0];
			ReadWriteLock pair = locks.computeIfAbsent(object, (key) -> new ReentrantReadWriteLock());
			boolean read = request.method().equals("GET") || request.method().equals("HEAD");
			boolean part = request.target().contains("partNumber=");
			Lock lock = (read || part) ? pair.readLock() : pair.writeLock();
			lock.lock();
			try {
				return answer(server, refusal, request);
			}
			finally {
				lock.unlock();
			}
		};
	}

	private static Answer answer(URI server, Function<Message, @Nullable Answer> refusal, Message request)
			throws IOException {
		Answer refused = refusal.apply(request);
		return (refused != null) ? refused : FaultProxy.forward(server, request);
	}

	/**
	 * An error as S3 has it.
	 */
	static Answer error(int status, String code) {
		return Answer.of(status,
				"<Error><Code>%s</Code><Message>No.</Message></Error>".formatted(code).getBytes(StandardCharsets.UTF_8),
				"Content-Type: application/xml");
	}

}
