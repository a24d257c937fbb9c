package io.github.zarrspring.storage;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class DelegatingBackendTests {

	private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(Map.entry(StoreKey.class, StoreKey.of("a")),
			Map.entry(ByteRange.class, ByteRange.of(1, 2)), Map.entry(ByteBuffer.class, ByteBuffer.allocate(1)),
			Map.entry(Version.class, new Version("1")), Map.entry(Collection.class, List.of(StoreKey.of("b"))),
			Map.entry(Map.class, Map.of(StoreKey.of("c"), ByteBuffer.allocate(2))), Map.entry(String.class, "prefix"),
			Map.entry(int.class, 7), Map.entry(Function.class, Function.identity()),
			Map.entry(Supplier.class, (Supplier<String>) () -> "work"),
			Map.entry(SortedMap.class, new TreeMap<>(Map.of(NodePath.of("f"), NodeLock.SHARED))));

	private static final Map<Class<?>, Object> RESULTS = Map.of(Capabilities.class, Capabilities.MINIMAL,
			Optional.class, Optional.of("result"), Map.class, Map.of(StoreKey.of("d"), "result"), List.class,
			List.of(StoreKey.of("e")), boolean.class, true, StoreInfo.class, new StoreInfo(1, 2), Object.class,
			"result", String.class, "result");

	static Stream<Method> methods() {
		return Arrays.stream(StorageBackend.class.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()));
	}

	@ParameterizedTest
	@MethodSource("methods")
	void whenCalledThenForwardsOnce(Method method) throws ReflectiveOperationException {
		List<String> calls = new ArrayList<>();
		List<@Nullable Object> passed = new ArrayList<>();
		StorageBackend delegate = (StorageBackend) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { StorageBackend.class }, (proxy, called, arguments) -> {
					calls.add(called.toString());
					passed.addAll((arguments != null) ? Arrays.asList(arguments) : List.of());
					return RESULTS.get(called.getReturnType());
				});
		Object[] arguments = Arrays.stream(method.getParameterTypes()).map(ARGUMENTS::get).toArray();
		assertThat(arguments).doesNotContainNull();
		Object result = method.invoke(new DelegatingBackend(delegate) {
		}, arguments);
		assertThat(calls).containsExactly(method.toString());
		assertThat(passed).containsExactly(arguments);
		assertThat(result).isEqualTo(RESULTS.get(method.getReturnType()));
	}

}
