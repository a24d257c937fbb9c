package io.github.zarrspring.metadata;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.storage.MetadataKeys;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metadata documents of arrays and groups. Everything in them is untrusted;
 * what is wrong fails here and not when chunks are read:
 * <ul>
 * <li>{@link CorruptDataException} for what the specification does not allow,</li>
 * <li>{@link UnsupportedExtensionException} for what it allows but this library does not
 * have,</li>
 * <li>{@link io.github.zarrspring.exception.LimitExceededException} for what is over the
 * limits.</li>
 * </ul>
 * Immutable and safe for use by several threads.
 */
public final class MetadataReader {

	private static final Set<String> KNOWN_IN_GROUPS = Set.of("zarr_format", "node_type", "attributes",
			"consolidated_metadata");

	private final ArrayV3Reader v3;

	private final ArrayV2Reader v2;

	private final Limits limits;

	/**
	 * A reader.
	 * @param codecs the codecs that metadata can ask for
	 * @param dataTypes the data types that metadata can ask for
	 * @param limits the bounds on what it can ask for
	 */
	public MetadataReader(CodecRegistry codecs, DataTypes dataTypes, Limits limits) {
		this.v3 = new ArrayV3Reader(codecs, dataTypes);
		this.v2 = new ArrayV2Reader(codecs, dataTypes);
		this.limits = limits;
	}

	/**
	 * Read the v3 document of an array or group.
	 * @param zarrJson the content of {@code zarr.json}
	 * @return the metadata
	 */
	public NodeMetadata readV3(ByteBuffer zarrJson) {
		return readV3(Documents.v3(parse(MetadataKeys.ZARR_JSON, zarrJson)));
	}

	private NodeMetadata readV3(Documents documents) {
		Members members = documents.members();
		checkFormat(members, ZarrFormat.V3);
		if (members.oneOf("node_type", "array", "group").equals("array")) {
			return array(documents);
		}
		V3Members.checkUnknown(members, KNOWN_IN_GROUPS);
		ConsolidatedV3.check(members);
		return new GroupMetadata(documents);
	}

	/**
	 * Read the v2 documents of an array.
	 * @param zarray the content of {@code .zarray}
	 * @param zattrs the content of {@code .zattrs}, {@code null} if there is none
	 * @return the metadata
	 */
	public ArrayMetadata readV2Array(ByteBuffer zarray, @Nullable ByteBuffer zattrs) {
		return array(readV2(MetadataKeys.ZARRAY, zarray, zattrs));
	}

	/**
	 * Read the v2 documents of a group.
	 * @param zgroup the content of {@code .zgroup}
	 * @param zattrs the content of {@code .zattrs}, {@code null} if there is none
	 * @return the metadata
	 */
	public GroupMetadata readV2Group(ByteBuffer zgroup, @Nullable ByteBuffer zattrs) {
		return new GroupMetadata(readV2(MetadataKeys.ZGROUP, zgroup, zattrs));
	}

	/**
	 * Read the {@code .zmetadata} of a v2 group: the metadata of the group and all nodes
	 * below it.
	 * @param zmetadata the content of {@code .zmetadata}
	 * @return the metadata
	 */
	public ConsolidatedMetadata readConsolidatedV2(ByteBuffer zmetadata) {
		return ConsolidatedV2.read(parse(MetadataKeys.ZMETADATA, zmetadata), this);
	}

	/**
	 * Read what a v3 group has of the metadata of all nodes below it.
	 * @param group the group
	 * @return the metadata, {@code null} if the group has none
	 */
	public @Nullable ConsolidatedMetadata readConsolidatedV3(GroupMetadata group) {
		return ConsolidatedV3.read(group, this);
	}

	/**
	 * Read a node out of consolidated metadata.
	 */
	NodeMetadata read(Documents documents) {
		if (documents.format() == ZarrFormat.V3) {
			return readV3(documents);
		}
		checkFormat(documents.members(), ZarrFormat.V2);
		return documents.name().equals(MetadataKeys.ZARRAY) ? array(documents) : new GroupMetadata(documents);
	}

	private Documents readV2(String name, ByteBuffer main, @Nullable ByteBuffer zattrs) {
		Documents documents = Documents.v2(name, parse(name, main),
				(zattrs != null) ? parse(MetadataKeys.ZATTRS, zattrs) : Map.of());
		checkFormat(documents.members(), ZarrFormat.V2);
		return documents;
	}

	private Map<String, @Nullable Object> parse(String name, ByteBuffer bytes) {
		this.limits.checkMetadataBytes(bytes.remaining());
		return Json.parse(name, bytes);
	}

	private static void checkFormat(Members members, ZarrFormat format) {
		Object number = members.require("zarr_format");
		if (!(number instanceof Integer)) {
			throw members.wrong("zarr_format", number, String.valueOf(format.number()));
		}
		if (!number.equals(format.number())) {
			throw new UnsupportedExtensionException(
					"%s: 'zarr_format' is %s, expected %d".formatted(members.document(), number, format.number()));
		}
	}

	private ArrayMetadata array(Documents documents) {
		try {
			ArrayParts parts = (documents.format() == ZarrFormat.V3) ? this.v3.read(documents.members())
					: this.v2.read(documents.members(), documents.attributes());
			ArrayChecks.check(parts, this.limits);
			return new ArrayMetadata(this, documents, parts);
		}
		catch (InvalidRequestException ex) {
			// The parts of the model think that a caller made them.
			throw new CorruptDataException(ex.getReason(), ex);
		}
	}

	/**
	 * Read back the documents of an array that this library wrote: what is wrong with
	 * them is wrong with what the caller asked for.
	 * @throws InvalidRequestException if the specification does not allow the array
	 */
	ArrayMetadata readBack(Documents documents) {
		try {
			ByteBuffer main = Json.format(documents.main());
			return (documents.format() == ZarrFormat.V3) ? (ArrayMetadata) readV3(main)
					: readV2Array(main, Json.format(documents.attributes()));
		}
		catch (CorruptDataException ex) {
			throw new InvalidRequestException(ex.getReason(), ex);
		}
	}

}
