package io.github.zarrspring.spring.autoconfigure.endpoint;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.spring.ZarrOperations;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.ZarrDefaultStoreAutoConfiguration;
import io.github.zarrspring.spring.autoconfigure.snapshot.ZarrSnapshotAutoConfiguration;
import io.github.zarrspring.spring.endpoint.ActionDescriptor;
import io.github.zarrspring.spring.endpoint.StoreDescriptor;
import io.github.zarrspring.spring.endpoint.StoreView;
import io.github.zarrspring.spring.endpoint.ZarrEndpoint;
import io.github.zarrspring.spring.endpoint.ZarrEndpoint.Action;
import io.github.zarrspring.spring.endpoint.ZarrEndpoint.View;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.access.AccessLevel;
import io.github.zarrspring.storage.access.Lease;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ZarrEndpointAutoConfiguration} and {@link ZarrEndpoint}.
 */
class ZarrEndpointAutoConfigurationTests {

	private final ApplicationContextRunner withoutExposure = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class,
				ZarrEndpointAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.withoutExposure.withPropertyValues(
			"management.endpoints.web.exposure.include=zarr", "zarr.stores.lake.type=concurrent-map",
			"zarr.stores.vault.type=concurrent-map", "zarr.stores.vault.access=private", "zarr.default-store=lake");

	@Test
	void whenEndpointIsNotExposedThenItIsNotMade() {
		this.withoutExposure.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZarrEndpoint.class));
	}

	@Test
	void whenAccessIsNoneOrZarrDisabledThenItIsNotMade() {
		this.contextRunner.withPropertyValues("management.endpoint.zarr.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ZarrEndpoint.class));
		this.contextRunner.withPropertyValues("zarr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ZarrEndpoint.class));
	}

	@Test
	void whenThereIsNoActuatorThenContextStarts() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("zarrEndpoint"));
	}

	@Test
	@DisplayName("1.7 The endpoint shows stores, tree, nodes and keys")
	void whenStoreIsLookedAtThenItIsShown() {
		this.contextRunner.run((context) -> {
			ZarrEndpoint endpoint = context.getBean(ZarrEndpoint.class);
			assertThat(view(endpoint, View.TREE, null)).isEqualTo(new StoreView.Tree(List.of(), true, null));
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			zarr.create("climate/t2m", ArraySpec.of(DataType.INT32).shape(4).chunks(2));
			zarr.createGroup("other");
			assertThat(endpoint.stores().stores()).extracting((store) -> store.name() + " " + store.type())
				.containsExactly("lake concurrent-map", "vault concurrent-map");
			StoreDescriptor lake = endpoint.store("lake");
			assertThat(lake).isNotNull();
			assertThat(lake.entries()).isEqualTo(4);
			assertThat(lake.access()).isEqualTo(AccessLevel.PUBLIC);
			StoreView.Tree tree = (StoreView.Tree) view(endpoint, View.TREE, null);
			assertThat(tree.nodes()).extracting((node) -> node.kind() + " " + node.path())
				.containsExactly("group ", "group climate", "array climate/t2m", "group other");
			assertThat(tree.nodes().get(2).shape()).containsExactly(4);
			zarr.getBackend().write(StoreKey.of("climate/bad/.zarray"), ByteBuffer.wrap(new byte[] { '{' }));
			assertThat(((StoreView.Tree) view(endpoint, View.TREE, null)).nodes())
				.extracting((node) -> node.kind() + " " + node.path())
				.containsExactly("group ", "group climate", "unreadable climate/bad", "array climate/t2m",
						"group other");
			zarr.delete("climate/bad");
			StoreView.Tree cut = (StoreView.Tree) endpoint.view("lake", View.TREE, null, null, 2);
			assertThat(cut).isNotNull();
			assertThat(cut.nodes()).hasSize(2);
			assertThat(cut.complete()).isFalse();
			assertThat(cut.next()).isEqualTo("climate");
			StoreView.Tree rest = (StoreView.Tree) endpoint.view("lake", View.TREE, null, cut.next(), null);
			assertThat(rest).isNotNull();
			assertThat(rest.nodes()).extracting((node) -> node.path()).containsExactly("climate/t2m", "other");
			assertThat(rest.complete()).isTrue();
			StoreView.Node node = (StoreView.Node) view(endpoint, View.NODE, "climate/t2m");
			assertThat(node.documents().get("zarr.json")).containsEntry("node_type", "array");
			StoreView.Entries entries = (StoreView.Entries) endpoint.view("lake", View.ENTRIES, "climate", null, 1);
			assertThat(entries)
				.isEqualTo(new StoreView.Entries(List.of("climate/t2m/zarr.json"), "climate/t2m/zarr.json"));
			assertThat(endpoint.view("lake", View.ENTRIES, "climate", "climate/t2m/zarr.json", 2))
				.isEqualTo(new StoreView.Entries(List.of("climate/zarr.json"), null));
		});
	}

	private static StoreView view(ZarrEndpoint endpoint, View view, String path) {
		StoreView found = endpoint.view("lake", view, path, null, null);
		assertThat(found).isNotNull();
		return found;
	}

	@Test
	@DisplayName("1.7 What is not there is missing, what is not allowed is refused with the reason")
	void whenRequestCannotBeMetThenAnswerSaysWhy() {
		this.contextRunner.run((context) -> {
			ZarrEndpoint endpoint = context.getBean(ZarrEndpoint.class);
			assertThat(endpoint.store("river")).isNull();
			assertThat(endpoint.view("lake", View.NODE, "a", null, null)).isNull();
			assertThat(endpoint.act("river", Action.CLEAR)).isNull();
			assertThat(endpoint.drop("river")).isNull();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.view("lake", View.NODE, "a//b", null, null));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.view("lake", View.ENTRIES, "", null, 0));
			for (View paged : new View[] { View.ENTRIES, View.TREE }) {
				assertThatExceptionOfType(InvalidEndpointRequestException.class)
					.isThrownBy(() -> endpoint.view("lake", paged, "", "a//b", null))
					.withMessageContaining("a//b");
			}
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.view("lake", View.TREE, "a", "b", null))
				.withMessageContaining("'b' is not below 'a'");
			assertThat(endpoint.store("vault")).isNotNull();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.view("vault", View.ENTRIES, "", null, null))
				.withMessageContaining("The store is private");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.view("vault", View.TREE, "", "a", null))
				.withMessageContaining("The store is private");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.act("vault", Action.CLEAR));
			assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> endpoint.drop("vault"));
		});
	}

	@Test
	@DisplayName("1.4 The endpoint shows who holds the lease")
	void whenStoreIsLeasedThenHolderIsShown() {
		this.contextRunner.run((context) -> {
			ZarrEndpoint endpoint = context.getBean(ZarrEndpoint.class);
			try (Lease lease = context.getBean(ZarrOperations.class).store("vault").lease("worker-1")) {
				assertThat(lease.isHeld()).isTrue();
				StoreDescriptor vault = endpoint.store("vault");
				assertThat(vault).isNotNull();
				assertThat(vault.access()).isEqualTo(AccessLevel.PRIVATE);
				assertThat(vault.lease().holder()).isEqualTo("worker-1");
				assertThat(vault.lease().fencingNumber()).isEqualTo(1);
			}
		});
	}

	@Test
	@DisplayName("1.7 The endpoint flushes, clears and drops a store")
	void whenActionIsTakenThenItIsDone() {
		this.contextRunner.run((context) -> {
			ZarrEndpoint endpoint = context.getBean(ZarrEndpoint.class);
			ZarrOperations zarr = context.getBean(ZarrOperations.class);
			zarr.createGroup("a");
			assertThat(endpoint.act("lake", Action.FLUSH)).hasFieldOrPropertyWithValue("bytes", 0L);
			assertThat(zarr.exists("a")).isTrue();
			assertThat(endpoint.act("lake", Action.CLEAR)).hasFieldOrPropertyWithValue("action", "clear");
			assertThat(zarr.exists("a")).isFalse();
			zarr.createGroup("a");
			assertThat(endpoint.drop("lake")).hasFieldOrPropertyWithValue("action", "drop");
			assertThat(zarr.exists("a")).isFalse();
		});
	}

	@Test
	@DisplayName("4.4 The endpoint flushes a store, and says how long that took and what was written")
	void whenSnapshotStoreIsFlushedThenItIsSaved(@TempDir Path directory) {
		Path archive = directory.resolve("warm.zip");
		this.contextRunner.withConfiguration(AutoConfigurations.of(ZarrSnapshotAutoConfiguration.class))
			.withPropertyValues("zarr.stores.warm.type=snapshot", "zarr.stores.warm.snapshot.path=" + archive,
					"zarr.stores.warm.snapshot.interval=0s", "zarr.stores.warm.snapshot.on-shutdown=false")
			.run((context) -> {
				context.getBean(ZarrOperations.class).store("warm").createGroup("a");
				ActionDescriptor done = context.getBean(ZarrEndpoint.class).act("warm", Action.FLUSH);
				assertThat(done).isNotNull();
				assertThat(done.bytes()).isEqualTo(Files.size(archive)).isPositive();
				assertThat(done.duration()).isPositive();
			});
	}

	@Test
	void whenProcessedAheadOfTimeThenAnswersHaveHints() {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("management.endpoints.web.exposure.include=zarr").applyTo(context);
			context.register(ZarrAutoConfiguration.class, ZarrDefaultStoreAutoConfiguration.class,
					ZarrEndpointAutoConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		for (Class<?> answer : new Class<?>[] { StoreView.Tree.class, StoreView.TreeNode.class, StoreView.Node.class,
				StoreView.Entries.class, StoreDescriptor.class, StoreDescriptor.Lease.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(answer)).as(answer.getName())
				.accepts(generation.getRuntimeHints());
		}
	}

}
