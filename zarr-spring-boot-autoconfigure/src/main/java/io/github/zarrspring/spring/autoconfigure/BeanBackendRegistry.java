package io.github.zarrspring.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.zarrspring.spring.BackendRegistry;
import io.github.zarrspring.spring.DuplicateStoreException;
import io.github.zarrspring.spring.NoSuchStoreException;
import io.github.zarrspring.spring.StoreDescription;
import io.github.zarrspring.spring.autoconfigure.StoreBeans.StoreBean;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.access.StoreAccess;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The registry of the stores that are beans, and of those added at run time. Beans are
 * made when they are first asked for, so that a store can be built on other stores.
 */
class BeanBackendRegistry implements BackendRegistry {

	private static final Log logger = LogFactory.getLog(BeanBackendRegistry.class);

	private final StoreTypes types;

	private final StoreDecorators decorators;

	private final AccessDecorator accesses;

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * The names that are in use, also by stores that are just coming or going. So what is
	 * released under a name is never that of the next store.
	 */
	private final Set<String> taken = ConcurrentHashMap.newKeySet();

	private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

	BeanBackendRegistry(ConfigurableListableBeanFactory beanFactory, StoreCreator creator, StoreTypes types,
			StoreDecorators decorators, AccessDecorator accesses) {
		this.types = types;
		this.decorators = decorators;
		this.accesses = accesses;
		StoreBeans.find(beanFactory).values().forEach((store) -> {
			Supplier<StorageBackend> bean = () -> beanFactory.getBean(store.bean(), StorageBackend.class);
			this.taken.add(store.store());
			this.entries.put(store.store(), store.configured() ? configured(store, bean, beanFactory, creator)
					: decorated(store.store(), bean));
		});
	}

	/**
	 * A test can have put a double in the place of the bean. Then it is decorated as one
	 * of the application.
	 */
	private Entry configured(StoreBean store, Supplier<StorageBackend> bean,
			ConfigurableListableBeanFactory beanFactory, StoreCreator creator) {
		String name = store.store();
		Entry other = decorated(name, bean);
		BooleanSupplier isDouble = () -> beanFactory.containsSingleton(store.bean()) && !creator.hasMade(name);
		return new Entry(() -> {
			StorageBackend backend = bean.get();
			return isDouble.getAsBoolean() ? other.backend().get() : backend;
		}, () -> isDouble.getAsBoolean() ? other.description().get() : creator.describe(name));
	}

	/**
	 * A backend that was not made here, and so has to be decorated here.
	 */
	private Entry decorated(String name, Supplier<StorageBackend> backend) {
		Supplier<StoreDescription> description = once(
				() -> new StoreDescription(name, StoreNames.typeOf(backend.get().getClass()), null));
		return new Entry(once(() -> this.decorators.decorate(description.get(), backend.get())), description);
	}

	/**
	 * Each time the same, without holding a lock while beans are made: the thread that
	 * makes them may hold others. Of several made at a time one stays.
	 */
	private static <T> Supplier<T> once(Supplier<T> source) {
		AtomicReference<@Nullable T> made = new AtomicReference<>();
		return () -> {
			T current = made.get();
			if (current != null) {
				return current;
			}
			T candidate = source.get();
			T other = made.compareAndExchange(null, candidate);
			return (other != null) ? other : candidate;
		};
	}

	@Override
	public Set<String> types() {
		return this.types.names();
	}

	@Override
	public Set<String> names() {
		return new TreeSet<>(this.entries.keySet());
	}

	@Override
	public StorageBackend get(String name) {
		return entry(name).backend().get();
	}

	@Override
	public Optional<StorageBackend> find(String name) {
		return Optional.ofNullable(this.entries.get(name)).map((entry) -> entry.backend().get());
	}

	@Override
	public boolean isRegistered(String name) {
		return this.entries.containsKey(name);
	}

	@Override
	public StoreDescription describe(String name) {
		return entry(name).description().get();
	}

	@Override
	public StoreAccess access(String name) {
		// It is there once the backend is made.
		get(name);
		StoreAccess access = this.accesses.find(name);
		if (access == null) {
			throw new NoSuchStoreException(name, names());
		}
		return access;
	}

	private Entry entry(String name) {
		Entry entry = this.entries.get(name);
		if (entry == null) {
			throw new NoSuchStoreException(name, names());
		}
		return entry;
	}

	@Override
	public void register(String name, StorageBackend backend) {
		if (!StoreNames.isValid(name)) {
			throw new InvalidDataAccessApiUsageException(
					"The store name '%s' is not valid: lower-case letters, digits and dashes, a letter first"
						.formatted(name));
		}
		if (!this.taken.add(name)) {
			throw new DuplicateStoreException(name);
		}
		StoreDescription description = new StoreDescription(name, StoreNames.typeOf(backend.getClass()), null);
		try {
			// Decorated now, so that metrics have the store from the start, and only
			// once.
			StorageBackend decorated = this.decorators.decorate(description, backend);
			this.entries.put(name, new Entry(() -> decorated, () -> description));
			logger.debug("Registered store '%s': %s".formatted(name, decorated));
		}
		catch (Throwable ex) {
			release(description);
			throw ex;
		}
	}

	@Override
	public boolean unregister(String name) {
		@Nullable Entry entry = this.entries.remove(name);
		if (entry == null) {
			return false;
		}
		release(entry.description().get());
		return true;
	}

	private void release(StoreDescription description) {
		try {
			this.listeners.forEach((listener) -> listener.accept(description.name()));
			this.decorators.release(description);
		}
		finally {
			this.taken.remove(description.name());
		}
	}

	/**
	 * Listen to stores that go.
	 * @param listener is told the name of each, which no other store has yet
	 */
	void onUnregister(Consumer<String> listener) {
		this.listeners.add(listener);
	}

	/**
	 * A store.
	 *
	 * @param backend gives its decorated backend, each time the same
	 * @param description gives its description
	 */
	private record Entry(Supplier<StorageBackend> backend, Supplier<StoreDescription> description) {
	}

}
