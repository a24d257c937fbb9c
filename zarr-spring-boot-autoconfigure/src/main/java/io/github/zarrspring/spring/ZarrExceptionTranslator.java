package io.github.zarrspring.spring;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.LeaseUnavailableException;
import io.github.zarrspring.exception.LimitExceededException;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreAccessDeniedException;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.exception.WriteConflictException;
import io.github.zarrspring.exception.ZarrException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Translates the engine's exceptions to Spring's. The cause is always the
 * {@link ZarrException}, which knows store, path and chunk.
 * <table>
 * <caption>What becomes what</caption>
 * <tr>
 * <th>The engine's exception</th>
 * <th>Spring's exception</th>
 * </tr>
 * <tr>
 * <td>{@link NodeNotFoundException}</td>
 * <td>{@link EmptyResultDataAccessException}</td>
 * </tr>
 * <tr>
 * <td>{@link NodeExistsException}</td>
 * <td>{@link DuplicateKeyException}</td>
 * </tr>
 * <tr>
 * <td>{@link InvalidRequestException}</td>
 * <td>{@link InvalidDataAccessApiUsageException}</td>
 * </tr>
 * <tr>
 * <td>{@link UnsupportedExtensionException}</td>
 * <td>{@link InvalidDataAccessResourceUsageException}</td>
 * </tr>
 * <tr>
 * <td>{@link CorruptDataException}</td>
 * <td>{@link CorruptZarrDataException}</td>
 * </tr>
 * <tr>
 * <td>{@link StoreAccessDeniedException}</td>
 * <td>{@link PermissionDeniedDataAccessException}</td>
 * </tr>
 * <tr>
 * <td>{@link LeaseUnavailableException}</td>
 * <td>{@link CannotAcquireLockException}</td>
 * </tr>
 * <tr>
 * <td>{@link WriteConflictException}</td>
 * <td>{@link OptimisticLockingFailureException}</td>
 * </tr>
 * <tr>
 * <td>{@link LimitExceededException}</td>
 * <td>{@link ZarrLimitExceededException}</td>
 * </tr>
 * <tr>
 * <td>{@link StoreUnavailableException}</td>
 * <td>{@link TransientDataAccessResourceException}</td>
 * </tr>
 * <tr>
 * <td>{@link StoreNotFoundException}</td>
 * <td>{@link InvalidDataAccessResourceUsageException}</td>
 * </tr>
 * <tr>
 * <td>{@link StoreFailureException}</td>
 * <td>{@link NonTransientDataAccessResourceException}</td>
 * </tr>
 * <tr>
 * <td>any other {@link ZarrException}</td>
 * <td>{@link UncategorizedZarrException}</td>
 * </tr>
 * </table>
 */
public class ZarrExceptionTranslator implements PersistenceExceptionTranslator {

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException ex) {
		return (ex instanceof ZarrException zarrException) ? translate(zarrException) : null;
	}

	/**
	 * Translate an exception.
	 * @param ex the engine's exception
	 * @return an exception of Spring, with the engine's as its cause
	 */
	public static DataAccessException translate(ZarrException ex) {
		String message = ex.getMessage();
		if (ex instanceof NodeNotFoundException) {
			return new EmptyResultDataAccessException(message, 1, ex);
		}
		if (ex instanceof NodeExistsException) {
			return new DuplicateKeyException(message, ex);
		}
		if (ex instanceof InvalidRequestException) {
			return new InvalidDataAccessApiUsageException(message, ex);
		}
		if (ex instanceof UnsupportedExtensionException || ex instanceof StoreNotFoundException) {
			return new InvalidDataAccessResourceUsageException(message, ex);
		}
		if (ex instanceof CorruptDataException) {
			return new CorruptZarrDataException(message, ex);
		}
		if (ex instanceof StoreAccessDeniedException) {
			return new PermissionDeniedDataAccessException(message, ex);
		}
		if (ex instanceof LeaseUnavailableException) {
			return new CannotAcquireLockException(message, ex);
		}
		if (ex instanceof WriteConflictException) {
			return new OptimisticLockingFailureException(message, ex);
		}
		if (ex instanceof LimitExceededException) {
			return new ZarrLimitExceededException(message, ex);
		}
		if (ex instanceof StoreUnavailableException) {
			return new TransientDataAccessResourceException(message, ex);
		}
		if (ex instanceof StoreFailureException) {
			return new NonTransientDataAccessResourceException(message, ex);
		}
		return new UncategorizedZarrException(message, ex);
	}

}
