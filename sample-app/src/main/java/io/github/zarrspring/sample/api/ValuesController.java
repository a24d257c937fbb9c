package io.github.zarrspring.sample.api;

import java.io.InputStream;
import java.util.Arrays;

import io.github.zarrspring.array.NdArray;
import io.github.zarrspring.array.Selection;
import io.github.zarrspring.array.ZarrArray;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.sample.SampleProperties;
import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.sample.values.ArrayValues;
import io.github.zarrspring.sample.values.ArrayValuesReader;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Values of a part of any array.
 */
@RestController
@RequestMapping("/api/values/{store}/{*path}")
class ValuesController {

	private final Stores stores;

	private final JsonMapper mapper;

	private final long maxValues;

	ValuesController(Stores stores, JsonMapper mapper, SampleProperties properties) {
		this.stores = stores;
		this.mapper = mapper;
		this.maxValues = properties.maxValues();
	}

	@GetMapping
	ArrayValues read(@PathVariable String store, @PathVariable String path,
			@RequestParam(defaultValue = "") String selection) {
		return this.stores.withArray(store, path, (array) -> {
			Selection part = Selection.parse(selection);
			shape(array, part);
			return new ArrayValues(array.read(part));
		});
	}

	@PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void write(@PathVariable String store, @PathVariable String path, @RequestParam(defaultValue = "") String selection,
			InputStream body) {
		this.stores.withArray(store, path, (array) -> {
			Selection part = Selection.parse(selection);
			NdArray values = values(new ArrayValuesReader(array.dataType(), shape(array, part)), body);
			array.write(part, values);
			return values;
		});
	}

	private NdArray values(ArrayValuesReader reader, InputStream body) {
		try (JsonParser json = this.mapper.createParser(body)) {
			return reader.read(json);
		}
	}

	/**
	 * The shape of a selection, if it is not too large. A dimension of size 0 leaves no
	 * values, but lists in the other dimensions.
	 */
	private int[] shape(ZarrArray array, Selection selection) {
		long[] shape = selection.plan(array.shape(), array.dimensionNames(), array.metadata().chunkGrid()).shape();
		long lists = Limits.product(Arrays.stream(shape).map((size) -> Math.max(1, size)).toArray());
		Limits.check("A number of values", lists, this.maxValues, "sample.max-values");
		return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
	}

}
