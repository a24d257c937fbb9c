package io.github.zarrspring.spring.jpa;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * An application with entities of its own and a store in the same database.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ SurveyService.class, SurveyListener.class })
class TestApplication {

	/**
	 * Start it.
	 * @param url the database
	 * @param properties further properties
	 * @return its context, to be closed
	 */
	static ConfigurableApplicationContext start(String url, String... properties) {
		return start(List.of(TestApplication.class), url, properties);
	}

	static ConfigurableApplicationContext start(List<Class<?>> sources, String url, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + url, "spring.main.banner-mode=off",
				"spring.main.log-startup-info=false", "logging.level.root=warn",
				"logging.level.org.springframework.boot.diagnostics=off", "logging.level.org.hibernate=error",
				"spring.jpa.hibernate.ddl-auto=update", "spring.datasource.hikari.maximum-pool-size=12",
				"spring.datasource.hikari.minimum-idle=0",
				"spring.jpa.properties.jakarta.persistence.validation.mode=none", "zarr.stores.ledger.type=jpa",
				"zarr.stores.ledger.jpa.initialize-schema=always"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

}
