package io.github.zarrspring.spring.autoconfigure;

import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Validates bound properties the way Spring Boot validates its own.
 */
class StorePropertiesValidator extends LocalValidatorFactoryBean {

	StorePropertiesValidator(ApplicationContext context) {
		setApplicationContext(context);
		setMessageInterpolator(new MessageInterpolatorFactory(context).getObject());
		afterPropertiesSet();
	}

}
