package io.github.zarrspring.spring.endpoint;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.NoSuchStoreException;
import io.github.zarrspring.spring.StoreAdmin;
import io.github.zarrspring.spring.ZarrExceptionTranslator;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.endpoint.StoreView.Entries;
import io.github.zarrspring.spring.endpoint.StoreView.Node;
import io.github.zarrspring.spring.endpoint.StoreView.Tree;
import io.github.zarrspring.spring.health.Secrets;
import io.github.zarrspring.storage.FlushableBackend.Flush;
import io.github.zarrspring.storage.StoreKey;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;

/**
 * The Actuator endpoint {@code zarr}: looks into stores, and where
 * {@code management.endpoint.zarr.access} is {@code unrestricted}, flushes, clears and
 * drops them. It has the rights of who has no lease: stores that are not public are not
 * written by it, private ones are not read.
 */
@Endpoint(id = "zarr", defaultAccess = Access.READ_ONLY)
@RegisterReflectionForBinding({ Tree.class, Node.class, Entries.class })
public class ZarrEndpoint {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 10_000;

	private final BackendRegistry registry;

	private final Function<String, ? extends ZarrOperations> stores;

	/**
	 * An endpoint.
	 * @param registry the stores
	 * @param stores gives the operations of a store by its name
	 */
	public ZarrEndpoint(BackendRegistry registry, Function<String, ? extends ZarrOperations> stores) {
		this.registry = registry;
		this.stores = stores;
	}

	/**
	 * The stores that there are.
	 * @return their names, types and locations
	 */
	@ReadOperation
	public StoresDescriptor stores() {
		return new StoresDescriptor(this.registry.names()
			.stream()
			.map(this.registry::describe)
			.map((store) -> new StoresDescriptor.Store(store.name(), store.type(), location(store.location())))
			.toList());
	}

	/**
	 * The state of a store.
	 * @param store the name of the store
	 * @return what there is to say about it, {@code null} if there is no such store
	 */
	@ReadOperation
	public @Nullable StoreDescriptor store(@Selector String store) {
		return call(() -> {
			StoreAdmin admin = this.stores.apply(store).admin();
			return StoreDescriptor.of(admin.info(), admin.lease());
		});
	}

	/**
	 * What is in a store.
	 * @param store the name of the store
	 * @param view what to look at: {@code tree}, {@code node} or {@code entries}
	 * @param path for {@code tree} and {@code node} the path of the node, empty for the
	 * root; for {@code entries} what the keys start with
	 * @param after for {@code tree} the path of the node and for {@code entries} the key
	 * that they come after
	 * @param limit for {@code tree} and {@code entries} how many to show
	 * @return the view, {@code null} if there is no such store or node
	 */
	@ReadOperation
	public @Nullable StoreView view(@Selector String store, @Selector View view, @Nullable String path,
			@Nullable String after, @Nullable Integer limit) {
		String start = (path != null) ? path : "";
		int most = (limit != null) ? limit : DEFAULT_LIMIT;
		if (most < 1 || most > MAX_LIMIT) {
			throw refused("The limit is from 1 to %s, not %s".formatted(MAX_LIMIT, most));
		}
		return call(() -> {
			ZarrOperations zarr = this.stores.apply(store);
			return switch (view) {
				case TREE -> new TreeWalk(zarr, most, TreeWalk.MOST_TIME).show(start, after);
				case NODE -> Node.of(zarr.node(start));
				case ENTRIES -> entries(zarr, start, after, most);
			};
		});
	}

	private static Entries entries(ZarrOperations zarr, String prefix, @Nullable String after, int limit) {
		List<String> keys = zarr.admin()
			.keys(prefix, (after != null) ? StoreKey.of(after) : null)
			.limit(limit)
			.map(StoreKey::value)
			.toList();
		return new Entries(keys, (keys.size() == limit) ? keys.get(limit - 1) : null);
	}

	/**
	 * Flush or clear a store.
	 * @param store the name of the store
	 * @param action what to do
	 * @return what came of it, {@code null} if there is no such store
	 */
	@WriteOperation
	public @Nullable ActionDescriptor act(@Selector String store, @Selector Action action) {
		return call(() -> {
			StoreAdmin admin = this.stores.apply(store).admin();
			if (action == Action.FLUSH) {
				Flush flush = admin.flush();
				return new ActionDescriptor(store, "flush", flush.duration(), flush.bytes());
			}
			admin.clear();
			return new ActionDescriptor(store, "clear", null, null);
		});
	}

	/**
	 * Drop a store: delete all values and what they are kept in.
	 * @param store the name of the store
	 * @return what came of it, {@code null} if there is no such store
	 */
	@DeleteOperation
	public @Nullable ActionDescriptor drop(@Selector String store) {
		return call(() -> {
			this.stores.apply(store).admin().drop();
			return new ActionDescriptor(store, "drop", null, null);
		});
	}

	static @Nullable String location(@Nullable String location) {
		return (location != null) ? Secrets.remove(location) : null;
	}

	/**
	 * What is not there is no failure, and what is refused is a bad request, with the
	 * reason.
	 */
	private static <T> @Nullable T call(Supplier<T> call) {
		try {
			try {
				return call.get();
			}
			catch (ZarrException ex) {
				throw ZarrExceptionTranslator.translate(ex);
			}
		}
		catch (NoSuchStoreException | EmptyResultDataAccessException ex) {
			return null;
		}
		catch (PermissionDeniedDataAccessException | InvalidDataAccessApiUsageException ex) {
			throw refused(ex);
		}
	}

	private static InvalidEndpointRequestException refused(DataAccessException ex) {
		String reason = Secrets.remove(String.valueOf(ex.getMessage()));
		return new InvalidEndpointRequestException(reason, reason, ex);
	}

	private static InvalidEndpointRequestException refused(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * What can be looked at.
	 */
	public enum View {

		/**
		 * Arrays and groups.
		 */
		TREE,

		/**
		 * The metadata of an array or group.
		 */
		NODE,

		/**
		 * The keys of the values.
		 */
		ENTRIES

	}

	/**
	 * What can be done with a store.
	 */
	public enum Action {

		/**
		 * Save what is kept back.
		 */
		FLUSH,

		/**
		 * Delete all values.
		 */
		CLEAR

	}

}
