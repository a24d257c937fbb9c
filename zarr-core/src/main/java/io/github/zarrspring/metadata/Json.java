package io.github.zarrspring.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Metadata documents as bytes and as maps. In maps the values are {@code String},
 * {@code Boolean}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code Double},
 * unmodifiable {@code List} and {@code Map}, and {@code null}; a number that no double
 * can hold is a {@code BigDecimal}. The order of members is kept. Safe for use by several
 * threads.
 * <p>
 * What is read may have the bare words {@code NaN}, {@code Infinity} and
 * {@code -Infinity}, which are not JSON but which other writers put into attributes; they
 * are kept when such a document is written back. Everything else that is not JSON (RFC
 * 8259) is refused, and so are duplicate members, of which it would not be clear which
 * one counts.
 */
public final class Json {

	/**
	 * How deep lists and objects may be nested, which bounds the stack that reading and
	 * writing them takes.
	 */
	static final int MAX_DEPTH = 512;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
		.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
		.build();

	private Json() {
	}

	/**
	 * Read a document.
	 * @param document the name of the document, for messages
	 * @param bytes the document as UTF-8, from the position to the limit, which stay
	 * @return the members of the object
	 * @throws CorruptDataException if the bytes are not one JSON object, with the line
	 * and column where they are not
	 */
	public static Map<String, @Nullable Object> parse(String document, ByteBuffer bytes) {
		byte[] array = new byte[bytes.remaining()];
		bytes.duplicate().get(array);
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), array, 0, array.length)) {
			return new JsonReader(document, parser).readDocument();
		}
		catch (JacksonException ex) {
			throw invalid(document, ex.getLocation(), ex.getOriginalMessage(), ex);
		}
	}

	static CorruptDataException invalid(String document, @Nullable TokenStreamLocation location, String reason,
			@Nullable Exception cause) {
		String place = (location != null)
				? " at line %s, column %s".formatted(location.getLineNr(), location.getColumnNr()) : "";
		return new CorruptDataException("%s is not valid JSON%s: %s".formatted(document, place, reason), cause);
	}

	/**
	 * Write a document, indented by two spaces. All but ASCII is escaped, since some
	 * readers of v2, such as zarr-python 2.13, take nothing else.
	 * @param document the members of the object
	 * @return the document as UTF-8
	 * @throws InvalidRequestException if there is something in it that JSON does not have
	 */
	public static ByteBuffer format(Map<String, ? extends @Nullable Object> document) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator generator = FACTORY.createGenerator(new Indented(), bytes, JsonEncoding.UTF8)) {
			JsonWriter.write(generator, document);
		}
		catch (JacksonException ex) {
			throw new InvalidRequestException("The document cannot be JSON: " + ex.getOriginalMessage(), ex);
		}
		return ByteBuffer.wrap(bytes.toByteArray());
	}

	/**
	 * Lists, such as shapes, stay on one line. Pretty printers count their nesting, so
	 * that each document needs one of its own.
	 */
	private static final class Indented extends ObjectWriteContext.Base {

		private static final Separators SEPARATORS = Separators.createDefaultInstance()
			.withObjectNameValueSpacing(Separators.Spacing.AFTER)
			.withArrayElementSpacing(Separators.Spacing.AFTER)
			.withObjectEmptySeparator("")
			.withArrayEmptySeparator("");

		private final PrettyPrinter prettyPrinter = new DefaultPrettyPrinter(SEPARATORS)
			.withObjectIndenter(new DefaultIndenter("  ", "\n"))
			.withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());

		@Override
		public PrettyPrinter getPrettyPrinter() {
			return this.prettyPrinter;
		}

		@Override
		public boolean hasPrettyPrinter() {
			return true;
		}

	}

}
