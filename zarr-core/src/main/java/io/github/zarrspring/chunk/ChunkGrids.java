package io.github.zarrspring.chunk;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

import io.github.zarrspring.exception.CorruptDataException;
import io.github.zarrspring.exception.InvalidRequestException;
import io.github.zarrspring.exception.UnsupportedExtensionException;
import io.github.zarrspring.extension.Configuration;
import io.github.zarrspring.extension.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The chunk grids that v3 metadata can ask for, by name. A further grid is one file with
 * the grid and one line here.
 */
public final class ChunkGrids {

	private static final Map<String, Function<Configuration, ChunkGrid>> GRIDS = Map.of(RegularGrid.NAME,
			RegularGrid::from, RectilinearGrid.NAME, RectilinearGrid::from);

	private ChunkGrids() {
	}

	/**
	 * The grid that v3 metadata asks for.
	 * @param extension name and configuration
	 * @return the grid
	 * @throws UnsupportedExtensionException if there is no grid of the name
	 * @throws CorruptDataException if the configuration is wrong
	 */
	public static ChunkGrid grid(Extension extension) {
		@Nullable Function<Configuration, ChunkGrid> parser = GRIDS.get(extension.name());
		if (parser == null) {
			throw new UnsupportedExtensionException(
					"Unknown chunk grid '%s', known are %s".formatted(extension.name(), new TreeSet<>(GRIDS.keySet())));
		}
		try {
			return parser.apply(extension.configuration());
		}
		catch (CorruptDataException | InvalidRequestException ex) {
			throw new CorruptDataException("Chunk grid '%s': %s".formatted(extension.name(), ex.getReason()), ex);
		}
	}

}
