package io.github.zarrspring.spring;

import java.util.stream.Stream;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ZarrExceptionTranslator}.
 */
class ZarrExceptionTranslatorTests {

	private final ZarrExceptionTranslator translator = new ZarrExceptionTranslator();

	static Stream<Arguments> exceptions() {
		return Stream.of(
				Arguments.of(new NodeNotFoundException("no"), EmptyResultDataAccessException.class,
						DataRetrievalFailureException.class),
				Arguments.of(new NodeExistsException("no"), DuplicateKeyException.class,
						NonTransientDataAccessException.class),
				Arguments.of(new InvalidRequestException("no"), InvalidDataAccessApiUsageException.class,
						NonTransientDataAccessException.class),
				Arguments.of(new UnsupportedExtensionException("no"), InvalidDataAccessResourceUsageException.class,
						NonTransientDataAccessException.class),
				Arguments.of(new CorruptDataException("no"), CorruptZarrDataException.class,
						NonTransientDataAccessResourceException.class),
				Arguments.of(new StoreAccessDeniedException("no"), PermissionDeniedDataAccessException.class,
						NonTransientDataAccessException.class),
				Arguments.of(new LeaseUnavailableException("no"), CannotAcquireLockException.class,
						ConcurrencyFailureException.class),
				Arguments.of(new WriteConflictException("no"), OptimisticLockingFailureException.class,
						ConcurrencyFailureException.class),
				Arguments.of(new LimitExceededException("no"), ZarrLimitExceededException.class,
						NonTransientDataAccessException.class),
				Arguments.of(new StoreUnavailableException("no"), TransientDataAccessResourceException.class,
						TransientDataAccessException.class),
				Arguments.of(new StoreFailureException("no"), NonTransientDataAccessResourceException.class,
						NonTransientDataAccessException.class),
				Arguments.of(new OtherException("no"), UncategorizedZarrException.class,
						UncategorizedDataAccessException.class));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void whenEngineFailsThenSpringsExceptionHasItAsCause(ZarrException failure, Class<?> type, Class<?> parent) {
		failure.locate("lake", "a/b", new long[] { 1, 2 });
		DataAccessException translated = this.translator.translateExceptionIfPossible(failure);
		assertThat(translated).isExactlyInstanceOf(type)
			.isInstanceOf(parent)
			.hasCause(failure)
			.hasMessage("no [store 'lake', path 'a/b', chunk [1, 2]]");
	}

	@Test
	void whenFailureIsNotTheEnginesThenItIsNotTranslated() {
		assertThat(this.translator.translateExceptionIfPossible(new IllegalStateException("no"))).isNull();
	}

	private static final class OtherException extends ZarrException {

		OtherException(String message) {
			this(message, null);
		}

		OtherException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
