package io.github.zarrspring.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrNode;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.spring.ZarrTemplate;
import io.github.zarrspring.spring.endpoint.StoreView.Tree;
import io.github.zarrspring.spring.endpoint.StoreView.TreeNode;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TreeWalk}.
 */
@Timeout(60)
class TreeWalkTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final String GROUP = "{\"zarr_format\":3,\"node_type\":\"group\"}";

	private final ZarrEngine engine = ZarrEngine.builder().build();

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final ZarrTemplate zarr = new ZarrTemplate(this.engine, "lake", this.backend);

	@AfterEach
	void closeEngine() {
		this.engine.close();
	}

	private void put(String key, String text) {
		this.backend.write(StoreKey.of(key), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static List<String> paths(Tree tree) {
		return tree.nodes().stream().map(TreeNode::path).toList();
	}

	private Tree show(String path, String after, int limit) {
		return new TreeWalk(this.zarr, limit, LONG).show(path, after);
	}

	private Tree all() {
		return new TreeWalk(this.zarr, 10_000, LONG).show("", null);
	}

	@Test
	void whenTreeIsShownPageByPageThenEachNodeIsShownOnce() {
		this.zarr.createGroup("");
		for (String array : List.of("a/x", "a/y/z", "a-b/x", "a.b", "b/c/d/e")) {
			this.zarr.create(array, ArraySpec.of(DataType.INT8).shape(300).chunks(1))
				.write(io.github.zarrspring.array.Selection.all(),
						io.github.zarrspring.array.NdArray.of(new byte[300], 300));
		}
		put("a/notes.txt", "no node");
		put("a/folder/notes.txt", "no node");
		List<String> walked = new ArrayList<>();
		this.zarr.walk("", (node) -> walked.add(node.path().value()));
		assertThat(paths(all())).containsExactlyElementsOf(walked).hasSize(12);
		for (int limit : new int[] { 1, 2, 5 }) {
			List<String> shown = new ArrayList<>();
			Tree page = new TreeWalk(this.zarr, limit, LONG).show("", null);
			while (page.next() != null) {
				assertThat(page.complete()).isFalse();
				shown.addAll(paths(page));
				page = show("", page.next(), limit);
			}
			assertThat(page.complete()).isTrue();
			shown.addAll(paths(page));
			assertThat(shown).as("pages of %d", limit).containsExactlyElementsOf(walked);
		}
		assertThat(paths(show("a", "a/x", 10))).containsExactly("a/y", "a/y/z");
		assertThat(paths(show("", "a/w", 10))).as("after a node that is gone").startsWith("a/x");
	}

	@Test
	void whenNodeIsDamagedThenItIsShownAsSuchAndHidesNoOther() {
		this.zarr.createGroup("a");
		put("b/zarr.json", "{ https://user:secret@host");
		this.zarr.createGroup("c");
		Tree tree = all();
		assertThat(paths(tree)).containsExactly("", "a", "b", "c");
		assertThat(tree.nodes().get(2).kind()).isEqualTo("unreadable");
		assertThat(tree.nodes().get(2).note()).isNotEmpty().doesNotContain("secret");
		assertThat(paths(show("", "b", 10))).containsExactly("c");
	}

	@Test
	void whenGroupsAreNestedVeryDeeplyThenTheWalkEndsAndCanGoOnBelow() {
		StringBuilder path = new StringBuilder();
		put("zarr.json", GROUP);
		for (int level = 0; level < 3000; level++) {
			path.append((level == 0) ? "g" : "/g");
			put(path + "/zarr.json", GROUP);
		}
		put("h/zarr.json", GROUP);
		Tree tree = all();
		assertThat(tree.complete()).isFalse();
		assertThat(tree.next()).isNull();
		assertThat(tree.nodes()).hasSize(TreeWalk.MOST_LEVELS + 2);
		TreeNode deepest = tree.nodes().get(TreeWalk.MOST_LEVELS);
		assertThat(deepest.note()).contains("more than 100 levels down");
		assertThat(tree.nodes().get(TreeWalk.MOST_LEVELS + 1).path()).isEqualTo("h");
		assertThat(new TreeWalk(this.zarr, 10_000, LONG).show(deepest.path(), null).nodes()).element(1)
			.extracting(TreeNode::path)
			.isEqualTo(deepest.path() + "/g");
		assertThat(paths(show("", path.toString(), 10))).as("after a node below the last level").containsExactly("h");
	}

	@Test
	void whenTimeIsOverThenTheWalkEndsAndGoesOnAfterTheLast() {
		for (int i = 0; i < 5; i++) {
			this.zarr.createGroup("g" + i);
		}
		Tree tree = new TreeWalk(this.zarr, 100, Duration.ZERO).show("", null);
		assertThat(paths(tree)).containsExactly("");
		assertThat(tree.complete()).isFalse();
		tree = new TreeWalk(this.zarr, 100, Duration.ZERO).show("", tree.next());
		assertThat(paths(tree)).containsExactly("g0");
		assertThat(tree.next()).isEqualTo("g0");
	}

	@Test
	void whenManyValuesAreNoNodesThenTheyAreListedInPages() {
		AtomicInteger pages = new AtomicInteger();
		this.zarr.createGroup("");
		for (int i = 0; i < 5000; i++) {
			put("file" + i, "no node");
		}
		ZarrTemplate counted = new ZarrTemplate(this.engine, "lake", new DelegatingBackend(this.backend) {

			@Override
			public List<StoreKey> list(String prefix, StoreKey after, int limit) {
				pages.incrementAndGet();
				return super.list(prefix, after, limit);
			}

		});
		assertThat(paths(new TreeWalk(counted, 10, LONG).show("", null))).containsExactly("");
		assertThat(pages).hasValueLessThan(20);
	}

	@Test
	void whenStoreIsGoneThenTheWalkFails() {
		this.zarr.createGroup("a");
		this.zarr.createGroup("b");
		ZarrTemplate gone = new ZarrTemplate(this.engine, "lake", this.backend) {

			@Override
			public ZarrNode node(String path) {
				if (path.equals("b")) {
					throw io.github.zarrspring.spring.ZarrExceptionTranslator
						.translate(new StoreUnavailableException("gone"));
				}
				return super.node(path);
			}

		};
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> new TreeWalk(gone, 10, LONG).show("", null))
			.withMessageContaining("gone");
	}

}
