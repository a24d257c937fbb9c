package io.github.zarrspring.spring.partitioned;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastInstance;
import io.github.zarrspring.spring.autoconfigure.StoreConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A cluster whose members do not have this library.
 */
@Tag("slow")
class PlainClusterTests {

	private static String address = "";

	@TempDir
	Path directory;

	private MemberProcess startPlain() throws Exception {
		String name = PlainMember.class.getName().replace('.', '/') + ".class";
		Path copy = this.directory.resolve(name);
		Files.createDirectories(copy.getParent());
		Files.copy(Path.of("target/test-classes").resolve(name), copy);
		Path hazelcast = Path.of(HazelcastInstance.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		return MemberProcess.start(List.of(), this.directory + File.pathSeparator + hazelcast, "-Xmx128m",
				PlainMember.class, "");
	}

	@Test
	@DisplayName("5.9 A client whose cluster lacks the classes is refused, with what to do")
	void whenMembersLackTheLibraryThenClientIsRefused() throws Exception {
		try (MemberProcess plain = startPlain()) {
			address = plain.address();
			assertThatThrownBy(() -> Grid.start(List.of(GridApplication.class, ClientConfiguration.class), List.of()))
				.hasRootCauseInstanceOf(StoreConfigurationException.class)
				.rootCause()
				.hasMessageContaining("Cluster 'zarr' cannot keep store 'grid'")
				.hasMessageContaining(address)
				.hasMessageContaining("does not have the classes");
		}
		finally {
			HazelcastClient.shutdownAll();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		HazelcastInstance client() {
			return Grid.client(address);
		}

	}

}
