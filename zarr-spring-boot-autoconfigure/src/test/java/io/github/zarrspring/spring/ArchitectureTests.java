package io.github.zarrspring.spring;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that this module is built as it is meant to be.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.zarrspring.spring";

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void whenPackagesDependOnEachOtherThenNotInCycles() {
		check(SlicesRuleDefinition.slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void whenClassIsNotAboutAutoConfigurationThenItDoesNotDependOnIt() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("..autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.github.zarrspring.spring.autoconfigure.."));
	}

	@Test
	void whenClassIsNotAboutMetricsThenItDoesNotDependOnMicrometer() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("..metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.."));
	}

	@Test
	void whenClassIsNotAboutHealthThenItDoesNotDependOnHealth() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("..health..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.health.."));
	}

	@Test
	void whenClassIsAutoConfigurationThenItIsPublicAndFinalWithoutPublicMembers() {
		check(ArchRuleDefinition.classes().that().areAnnotatedWith(AutoConfiguration.class).should().bePublic());
		this.classes.stream().filter((type) -> type.isAnnotatedWith(AutoConfiguration.class)).forEach((type) -> {
			assertThat(type.getModifiers()).as(type.getName()).contains(JavaModifier.FINAL);
			Class<?> reflected = type.reflect();
			assertThat(Arrays.stream(reflected.getDeclaredMethods())
				.filter((method) -> Modifier.isPublic(method.getModifiers()))).as(type.getName()).isEmpty();
			assertThat(reflected.getFields()).as(type.getName()).isEmpty();
			assertThat(reflected.getClasses()).as(type.getName()).isEmpty();
		});
	}

	@Test
	void whenClassIsAutoConfigurationThenItIsListed() {
		List<String> listed = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith(ROOT))
			.toList();
		assertThat(this.classes.stream().filter((type) -> type.isAnnotatedWith(AutoConfiguration.class)))
			.extracting((type) -> type.getName())
			.containsExactlyInAnyOrderElementsOf(listed);
		assertThat(listed).isSorted();
	}

	@Test
	void whenMethodMakesBeanThenItIsPackagePrivate() {
		check(ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate());
	}

	@Test
	void whenBeanIsPostProcessorThenItsMethodIsStatic() {
		List<JavaMethod> postProcessors = this.classes.stream()
			.flatMap((type) -> type.getMethods().stream())
			.filter((method) -> method.isAnnotatedWith(Bean.class)
					&& method.getRawReturnType().isAssignableTo(BeanFactoryPostProcessor.class))
			.toList();
		assertThat(postProcessors).isNotEmpty()
			.allSatisfy((method) -> assertThat(method.getModifiers()).contains(JavaModifier.STATIC));
	}

	private void check(ArchRule rule) {
		rule.check(this.classes);
	}

}
