package io.github.zarrspring.spring.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

import io.github.zarrspring.spring.endpoint.ZarrEndpoint.Action;
import io.github.zarrspring.spring.endpoint.ZarrEndpoint.View;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint {@code zarr} as it is served: a bad request has its reason in the body,
 * whatever {@code spring.web.error.include-message} says of errors in general. It is made
 * by the endpoint, without secrets, for who may use that.
 */
@EndpointWebExtension(endpoint = ZarrEndpoint.class)
@RegisterReflectionForBinding(ZarrEndpointWebExtension.Refusal.class)
public class ZarrEndpointWebExtension {

	private final ZarrEndpoint endpoint;

	/**
	 * An extension.
	 * @param endpoint the endpoint
	 */
	public ZarrEndpointWebExtension(ZarrEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * The state of a store.
	 * @param store the name of the store
	 * @return what there is to say about it, {@code null} if there is no such store
	 */
	@ReadOperation
	public @Nullable WebEndpointResponse<?> store(@Selector String store) {
		return answer(() -> this.endpoint.store(store));
	}

	/**
	 * What is in a store.
	 * @param store the name of the store
	 * @param view what to look at
	 * @param path see {@link ZarrEndpoint#view}
	 * @param after see {@link ZarrEndpoint#view}
	 * @param limit how many to show
	 * @return the view, {@code null} if there is no such store or node
	 */
	@ReadOperation
	public @Nullable WebEndpointResponse<?> view(@Selector String store, @Selector String view, @Nullable String path,
			@Nullable String after, @Nullable String limit) {
		return answer(
				() -> this.endpoint.view(store, constant("view", view, View.values()), path, after, number(limit)));
	}

	/**
	 * Flush or clear a store.
	 * @param store the name of the store
	 * @param action what to do
	 * @return what came of it, {@code null} if there is no such store
	 */
	@WriteOperation
	public @Nullable WebEndpointResponse<?> act(@Selector String store, @Selector String action) {
		return answer(() -> this.endpoint.act(store, constant("action", action, Action.values())));
	}

	/**
	 * Drop a store: delete all values and what they are kept in.
	 * @param store the name of the store
	 * @return what came of it, {@code null} if there is no such store
	 */
	@DeleteOperation
	public @Nullable WebEndpointResponse<?> drop(@Selector String store) {
		return answer(() -> this.endpoint.drop(store));
	}

	private static <E extends Enum<E>> E constant(String what, String text, E[] constants) {
		return Arrays.stream(constants)
			.filter((constant) -> constant.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> refused("There is no %s '%s', known are %s".formatted(what, text,
					Arrays.stream(constants).map((constant) -> constant.name().toLowerCase(Locale.ROOT)).toList())));
	}

	private static @Nullable Integer number(@Nullable String text) {
		try {
			return (text != null) ? Integer.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			throw refused("The limit '%s' is not a number".formatted(text));
		}
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	private static @Nullable WebEndpointResponse<?> answer(Supplier<? extends @Nullable Object> call) {
		try {
			Object body = call.get();
			return (body != null) ? new WebEndpointResponse<>(body) : null;
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(
					new Refusal(WebEndpointResponse.STATUS_BAD_REQUEST, "Bad Request", String.valueOf(ex.getReason())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	/**
	 * What is wrong with a request, in the form of other errors of the application.
	 *
	 * @param status the status of the response
	 * @param error what that means
	 * @param message the reason
	 */
	public record Refusal(int status, String error, String message) implements OperationResponseBody {
	}

}
