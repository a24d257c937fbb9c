package io.github.zarrspring.spring.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.UnfinishedWriteException;
import io.github.zarrspring.spring.ConditionalWrites;
import io.github.zarrspring.spring.net.Fault;
import io.github.zarrspring.spring.net.FaultProxy;
import io.github.zarrspring.spring.net.TestServer;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ConditionalWriter} with answers that are lost after the server acted.
 */
class ConditionalWriterTests {

	private static final StoreKey KEY = StoreKey.of("a/c/0");

	private final TestServer server = new TestServer(new DirectoryHandler(true));

	private final FaultProxy proxy = new FaultProxy(this.server.uri());

	private final StorageBackend backend = open(ConditionalWrites.TRUSTED);

	private final StorageBackend other = HttpStores.open(this.server.uri());

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	private StorageBackend open(ConditionalWrites conditionalWrites) {
		return HttpStores.open(this.proxy.uri(), HttpLayout.KEYS, HttpListing.INDEX, conditionalWrites);
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private Version version() {
		return this.other.read(KEY).orElseThrow().version();
	}

	private String stored() {
		return StandardCharsets.UTF_8.decode(this.other.read(KEY).orElseThrow().bytes()).toString();
	}

	/**
	 * A conditional write that goes wrong on its way.
	 */
	private UnfinishedWriteException unfinished(Fault fault, Version expected) {
		this.proxy.fault(fault);
		UnfinishedWriteException unfinished = catchThrowableOfType(UnfinishedWriteException.class,
				() -> this.backend.compareAndSet(KEY, expected, bytes("mine")));
		assertThat(unfinished).isNotNull();
		this.proxy.fault(Fault.NONE);
		return unfinished;
	}

	@Test
	@DisplayName("3.8 A conditional write whose answer was lost is known by its write id")
	void whenAnswerIsLostThenWriteIsFoundToBeDone() {
		assertThat(unfinished(Fault.LOST_ANSWER, Version.ABSENT).finish()).isTrue();
		assertThat(unfinished(Fault.RESET_ANSWER, version()).finish()).isTrue();
		assertThat(stored()).isEqualTo("mine");
	}

	@Test
	@DisplayName("3.8 It is known even after others have written on top of it")
	void whenOthersWriteOnTopThenWriteIsFoundToBeDone() {
		this.other.compareAndSet(KEY, Version.ABSENT, bytes("first"));
		UnfinishedWriteException unfinished = unfinished(Fault.LOST_ANSWER, version());
		for (int i = 0; i < 20; i++) {
			assertThat(this.other.compareAndSet(KEY, version(), bytes("theirs"))).isTrue();
		}
		assertThat(unfinished.finish()).isTrue();
		assertThat(stored()).isEqualTo("theirs");
	}

	@Test
	void whenRequestDidNotReachTheServerThenItIsDoneOnce() {
		this.other.compareAndSet(KEY, Version.ABSENT, bytes("first"));
		assertThat(unfinished(Fault.ERROR, version()).finish()).isTrue();
		assertThat(stored()).isEqualTo("mine");
	}

	@Test
	void whenOthersWereFasterThenItIsAConflict() {
		this.other.compareAndSet(KEY, Version.ABSENT, bytes("first"));
		UnfinishedWriteException unfinished = unfinished(Fault.RESET, version());
		assertThat(this.other.compareAndSet(KEY, version(), bytes("theirs"))).isTrue();
		assertThat(unfinished.finish()).isFalse();
		assertThat(stored()).isEqualTo("theirs");
	}

	@Test
	@DisplayName("3.8 What cannot be found out is a failure that says so, never a conflict")
	void whenItCannotBeFoundOutThenCallFails() {
		this.other.compareAndSet(KEY, Version.ABSENT, bytes("first"));
		UnfinishedWriteException written = unfinished(Fault.LOST_ANSWER, version());
		this.other.write(KEY, bytes("whole"));
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(written::finish)
			.withMessageContaining("cannot be found out");
		UnfinishedWriteException gone = unfinished(Fault.LOST_ANSWER, version());
		this.other.delete(KEY);
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(gone::finish);
		this.server.handler(new DirectoryHandler(false));
		UnfinishedWriteException plain = unfinished(Fault.LOST_ANSWER, Version.ABSENT);
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(plain::finish);
	}

	@Test
	void whenServerKeepsNoWriteIdsThenWhatItDidNotGetIsDoneOnce() {
		this.server.handler(new DirectoryHandler(false));
		assertThat(unfinished(Fault.BUSY, Version.ABSENT).finish()).isTrue();
		assertThat(stored()).isEqualTo("mine");
	}

	@Test
	void whenDeleteIsUnfinishedThenItIsNeverAConflict() {
		this.other.compareAndSet(KEY, Version.ABSENT, bytes("first"));
		Version version = version();
		this.proxy.fault(Fault.BUSY);
		UnfinishedWriteException refused = catchThrowableOfType(UnfinishedWriteException.class,
				() -> this.backend.compareAndDelete(KEY, version));
		this.proxy.fault(Fault.LOST_ANSWER);
		UnfinishedWriteException lost = catchThrowableOfType(UnfinishedWriteException.class, refused::finish);
		this.proxy.fault(Fault.NONE);
		assertThat(this.other.read(KEY)).isEmpty();
		assertThatExceptionOfType(StoreFailureException.class).isThrownBy(lost::finish)
			.withMessageContaining("cannot be found out");
	}

	@Test
	void whenServerIsTriedThroughFaultsThenNothingIsLeftOfIt() {
		StorageBackend careful = open(ConditionalWrites.PROBED);
		this.proxy.fault(Fault.LOST_ANSWER);
		UnfinishedWriteException unfinished = catchThrowableOfType(UnfinishedWriteException.class,
				() -> careful.compareAndSet(KEY, Version.ABSENT, bytes("mine")));
		this.proxy.fault(Fault.NONE);
		assertThat(unfinished.finish()).isTrue();
		assertThat(this.other.list("", null, 10)).containsExactly(KEY);
	}

}
