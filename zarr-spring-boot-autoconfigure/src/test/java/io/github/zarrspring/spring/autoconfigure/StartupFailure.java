package io.github.zarrspring.spring.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application that cannot start, and gives what Spring Boot reports of it: the
 * first analysis of all analyzers, ours and Spring Boot's.
 */
public final class StartupFailure {

	private StartupFailure() {
	}

	public static FailureAnalysis of(ApplicationContextRunner contextRunner) {
		AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
		AtomicReference<BeanFactory> beanFactory = new AtomicReference<>();
		AtomicReference<Environment> environment = new AtomicReference<>();
		contextRunner.withInitializer((context) -> {
			beanFactory.set(context.getBeanFactory());
			environment.set(context.getEnvironment());
		}).run((context) -> {
			assertThat(context).hasFailed();
			ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, beanFactory.get())
				.and(Environment.class, environment.get());
			for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
				.load(FailureAnalyzer.class, arguments, (type, name, failure) -> {
					// Analyzers for what is not on the class path, as in Spring Boot
					// itself.
				})) {
				FailureAnalysis found = analyzer.analyze(context.getStartupFailure());
				if (found != null) {
					analysis.set(found);
					return;
				}
			}
		});
		assertThat(analysis.get()).as("analysis").isNotNull();
		return analysis.get();
	}

}
