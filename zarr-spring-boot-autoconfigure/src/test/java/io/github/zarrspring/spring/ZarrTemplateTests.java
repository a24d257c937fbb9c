package io.github.zarrspring.spring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.zarrspring.array.ArraySpec;
import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.Slice;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.array.ZarrEngine;
import io.github.zarrspring.array.ZarrGroup;
import io.github.zarrspring.dtype.DataType;
import io.github.zarrspring.exception.NodeNotFoundException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.exception.ZarrException;
import io.github.zarrspring.storage.DelegatingBackend;
import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.StoreKey;
import io.github.zarrspring.storage.memory.ConcurrentMapBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.TransientDataAccessResourceException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ZarrTemplate}.
 */
class ZarrTemplateTests {

	private static final ArraySpec SPEC = ArraySpec.of(DataType.INT32).shape(4).chunks(2);

	private final ZarrEngine engine = ZarrEngine.create();

	private final StorageBackend backend = new ConcurrentMapBackend();

	private final ZarrTemplate template = new ZarrTemplate(this.engine, "lake", this.backend);

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void whenArrayIsWrittenThenItIsReadBack() {
		this.template.create("a/b", SPEC).write(NdArray.of(new int[] { 1, 2, 3, 4 }, 4));
		assertThat(this.template.open("a/b").read().ints()).containsExactly(1, 2, 3, 4);
		assertThat(this.template.exists("a/b")).isTrue();
		assertThat(this.template.node("a")).isInstanceOf(ZarrGroup.class);
		assertThat(this.template.openGroup("a").children()).hasSize(1);
	}

	@Test
	void whenGroupIsCreatedThenItHasItsAttributes() {
		assertThat(this.template.createGroup("plain").attributes()).isEmpty();
		this.template.createGroup("group", Map.of("units", "K"));
		assertThat(this.template.openGroup("group").attributes()).containsEntry("units", "K");
	}

	@Test
	void whenWalkedThenEveryNodeIsVisited() {
		this.template.create("a/b", SPEC);
		List<String> paths = new ArrayList<>();
		this.template.walk("", (node) -> paths.add(node.path().value()));
		assertThat(paths).containsExactly("", "a", "a/b");
		assertThat(this.template.children("")).hasSize(1);
	}

	@Test
	void whenDeletedThenNodeIsGone() {
		this.template.create("a", SPEC);
		this.template.delete("a");
		assertThat(this.template.exists("a")).isFalse();
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(() -> this.template.delete("a"));
	}

	@Test
	void whenNodeIsMissingThenNothingIsFound() {
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(() -> this.template.open("a"))
			.withCauseInstanceOf(NodeNotFoundException.class)
			.withMessage("There is no node [store 'lake', path 'a']");
	}

	@Test
	void whenNodeExistsThenKeyIsDuplicate() {
		this.template.create("a", SPEC);
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.template.createGroup("a"));
	}

	@Test
	void whenPathIsInvalidThenApiUsageIs() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.exists("a//b"))
			.withMessageContaining("store 'lake'")
			.withCauseInstanceOf(ZarrException.class);
	}

	@Test
	void whenSelectionOfHandleIsInvalidThenApiUsageIs() {
		ZarrArray array = this.template.create("a", SPEC);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> array.read(Slice.at(9)));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> array.write(Selection.all(), NdArray.of(new int[] { 1 }, 1)));
	}

	@Test
	void whenStoreFailsUnderHandleThenExceptionIsTranslated() {
		ZarrArray array = new ZarrTemplate(this.engine, "lake", new FailingBackend(this.backend)).create("a", SPEC);
		assertThatExceptionOfType(TransientDataAccessResourceException.class)
			.isThrownBy(() -> array.write(NdArray.of(new int[] { 1, 2, 3, 4 }, 4)))
			.withMessageContaining("path 'a'");
	}

	@Test
	void whenChildOfHandleIsMissingThenNothingIsFound() {
		ZarrGroup group = this.template.createGroup("group");
		this.template.delete("group");
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(group::children);
	}

	@Test
	void whenCopiedToOtherTemplateThenItHasTheArray() {
		this.template.create("a", SPEC).write(NdArray.of(new int[] { 1, 2, 3, 4 }, 4));
		ZarrTemplate target = new ZarrTemplate(this.engine, "target", new ConcurrentMapBackend());
		assertThat(this.template.copy("a", target, "b").chunks()).isEqualTo(2);
		assertThat(target.open("b").read().ints()).containsExactly(1, 2, 3, 4);
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.template.copy("a", target, "b"));
	}

	@Test
	void whenCopiedToOperationsThatAreNoTemplateThenTheirStoreHasTheArray() {
		this.template.create("a", SPEC);
		StorageBackend backend = new ConcurrentMapBackend();
		ZarrOperations target = Mockito.mock();
		given(target.getStoreName()).willReturn("target");
		given(target.getBackend()).willReturn(backend);
		this.template.copy("a", target, "b");
		assertThat(new ZarrTemplate(this.engine, "target", backend).exists("b")).isTrue();
	}

	@Test
	void whenOtherStoreIsAskedForThenItsOperationsAreGiven() {
		ZarrOperations other = Mockito.mock();
		ZarrTemplate template = new ZarrTemplate(this.engine, "lake", this.backend, (name) -> other);
		assertThat(template.store("other")).isSameAs(other);
		assertThat(template.store("lake")).isSameAs(template);
	}

	@Test
	void whenTemplateStandsAloneThenOtherStoresAreUnknown() {
		assertThatExceptionOfType(NoSuchStoreException.class).isThrownBy(() -> this.template.store("other"))
			.withMessage("There is no store 'other', known are [lake]")
			.satisfies((ex) -> assertThat(ex.getStoreName()).isEqualTo("other"));
	}

	@Test
	void whenDescribedThenStoreIsNamed() {
		assertThat(this.template).hasToString("ZarrTemplate for store 'lake'");
		assertThat(this.template.getBackend()).isSameAs(this.backend);
	}

	/**
	 * Fails when chunks are written.
	 */
	private static final class FailingBackend extends DelegatingBackend {

		FailingBackend(StorageBackend delegate) {
			super(delegate);
		}

		@Override
		public void write(StoreKey key, ByteBuffer bytes) {
			throw new StoreUnavailableException("away");
		}

	}

}
