package io.github.zarrspring.sample.terrain;

import io.github.zarrspring.array.Hierarchy.CopyResult;
import io.github.zarrspring.exception.NodeExistsException;
import io.github.zarrspring.sample.SampleProperties;
import io.github.zarrspring.sample.store.Failure;
import io.github.zarrspring.sample.store.Stores;
import io.github.zarrspring.spring.ZarrOperations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Copies the terrain from the store that the properties name into the default store,
 * unless it is there already. If that fails, the application starts nevertheless: its
 * health and its answers say what is wrong.
 */
@Component
class TerrainLoader implements ApplicationRunner {

	static final String ELEVATION = "terrain/elevation";

	private static final String TERRAIN = "terrain";

	private static final Log logger = LogFactory.getLog(TerrainLoader.class);

	private final Stores stores;

	private final String source;

	TerrainLoader(Stores stores, SampleProperties properties) {
		this.stores = stores;
		this.source = properties.terrain();
	}

	@Override
	public void run(ApplicationArguments args) {
		ZarrOperations target = this.stores.defaultStore();
		try {
			if (!target.exists(TERRAIN)) {
				CopyResult copied = this.stores.get(this.source).copy("", target, TERRAIN);
				logger.info("Copied the terrain into store '%s': %s chunks, %s bytes".formatted(target.getStoreName(),
						copied.chunks(), copied.bytes()));
			}
		}
		catch (RuntimeException ex) {
			// Another instance may be quicker where instances share a store.
			if (!(Failure.find(ex) instanceof NodeExistsException)) {
				logger.warn("The terrain could not be copied into store '%s'".formatted(target.getStoreName()), ex);
			}
		}
	}

}
