package io.github.zarrspring;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * Checks that the engine is built as it is meant to be.
 */
class ArchitectureTests {

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.github.zarrspring");

	@Test
	void whenClassIsOfTheEngineThenItDoesNotDependOnSpring() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.github.zarrspring.spring..")
			.check(this.classes);
	}

	@Test
	void whenPackagesDependOnEachOtherThenNotInCycles() {
		SlicesRuleDefinition.slices()
			.matching("io.github.zarrspring.(**)")
			.should()
			.beFreeOfCycles()
			.check(this.classes);
	}

}
