package io.github.zarrspring.spring.autoconfigure.jpa;

import io.github.zarrspring.spring.autoconfigure.StoreContexts;
import io.github.zarrspring.spring.autoconfigure.StoreTypeRequirement;
import io.github.zarrspring.spring.autoconfigure.ZarrAutoConfiguration;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * Auto-configuration of stores of the type {@code jpa}.
 */
@AutoConfiguration(after = ZarrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "zarr.enabled", matchIfMissing = true)
public final class ZarrJpaAutoConfiguration {

	@Bean
	StoreTypeRequirement zarrJpaRequirement() {
		return new StoreTypeRequirement(JpaBackendFactory.TYPE,
				"org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean",
				"org.springframework.boot:spring-boot-starter-data-jpa");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EntityManagerFactory.class, LocalContainerEntityManagerFactoryBean.class,
			EmbeddedDatabaseConnection.class })
	static class JpaConfiguration {

		@Bean
		JpaBackendFactory zarrJpaBackendFactory(ConfigurableListableBeanFactory beanFactory,
				ResourceLoader resourceLoader) {
			return new JpaBackendFactory(new JpaBeans(beanFactory), new SchemaInitializer(resourceLoader));
		}

		@Bean
		static ZarrEntryPostProcessor zarrEntryPostProcessor(ConfigurableListableBeanFactory beanFactory,
				ObjectProvider<StoreContexts> stores) {
			return new ZarrEntryPostProcessor(new JpaBeans(beanFactory), stores);
		}

	}

}
