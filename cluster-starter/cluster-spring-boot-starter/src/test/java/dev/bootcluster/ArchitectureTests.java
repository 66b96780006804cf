// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The package rules of {@code docs/architecture.md}.
 */
@AnalyzeClasses(packages = "dev.bootcluster", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "dev.bootcluster";

	private static final Set<String> PACKAGES = Set.of(ROOT, ROOT + ".access", ROOT + ".actuate",
			ROOT + ".autoconfigure", ROOT + ".bootstrap", ROOT + ".cache", ROOT + ".checks", ROOT + ".cli",
			ROOT + ".dashboard", ROOT + ".defaults", ROOT + ".fork", ROOT + ".generation", ROOT + ".handoff",
			ROOT + ".ipc", ROOT + ".leader", ROOT + ".messaging", ROOT + ".metrics", ROOT + ".primary",
			ROOT + ".primary.collaboration", ROOT + ".primary.fleet", ROOT + ".primary.history",
			ROOT + ".primary.launch", ROOT + ".primary.operators", ROOT + ".primary.reload",
			ROOT + ".primary.supervision", ROOT + ".process", ROOT + ".redis", ROOT + ".relay", ROOT + ".secrets",
			ROOT + ".service", ROOT + ".session", ROOT + ".sharedstate", ROOT + ".test", ROOT + ".worker");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("dev.bootcluster.(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule packagesUseOnlyThoseTheyMay = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.withOptionalLayers(true)
		.layer("api")
		.definedBy(ROOT)
		.layer("access")
		.definedBy(ROOT + ".access")
		.layer("actuate")
		.definedBy(ROOT + ".actuate")
		.layer("autoconfigure")
		.definedBy(ROOT + ".autoconfigure")
		.layer("bootstrap")
		.definedBy(ROOT + ".bootstrap")
		.layer("cache")
		.definedBy(ROOT + ".cache")
		.layer("checks")
		.definedBy(ROOT + ".checks")
		.layer("cli")
		.definedBy(ROOT + ".cli")
		.layer("dashboard")
		.definedBy(ROOT + ".dashboard")
		.layer("defaults")
		.definedBy(ROOT + ".defaults")
		.layer("fork")
		.definedBy(ROOT + ".fork")
		.layer("generation")
		.definedBy(ROOT + ".generation")
		.layer("handoff")
		.definedBy(ROOT + ".handoff")
		.layer("ipc")
		.definedBy(ROOT + ".ipc")
		.layer("leader")
		.definedBy(ROOT + ".leader")
		.layer("messaging")
		.definedBy(ROOT + ".messaging")
		.layer("metrics")
		.definedBy(ROOT + ".metrics")
		.layer("primary")
		.definedBy(ROOT + ".primary..")
		.layer("process")
		.definedBy(ROOT + ".process")
		.layer("redis")
		.definedBy(ROOT + ".redis")
		.layer("relay")
		.definedBy(ROOT + ".relay")
		.layer("secrets")
		.definedBy(ROOT + ".secrets")
		.layer("service")
		.definedBy(ROOT + ".service")
		.layer("session")
		.definedBy(ROOT + ".session")
		.layer("sharedstate")
		.definedBy(ROOT + ".sharedstate")
		.layer("worker")
		.definedBy(ROOT + ".worker")
		.whereLayer("api")
		.mayNotAccessAnyLayer()
		.whereLayer("ipc")
		.mayOnlyAccessLayers("api")
		.whereLayer("process")
		.mayNotAccessAnyLayer()
		.whereLayer("defaults")
		.mayNotAccessAnyLayer()
		.whereLayer("access")
		.mayOnlyAccessLayers("ipc")
		.whereLayer("actuate")
		.mayOnlyAccessLayers("access", "api")
		.whereLayer("cache")
		.mayOnlyAccessLayers("redis", "api")
		.whereLayer("checks")
		.mayOnlyAccessLayers("worker", "ipc", "api")
		.whereLayer("cli")
		.mayOnlyAccessLayers("service", "process", "ipc")
		.whereLayer("dashboard")
		.mayOnlyAccessLayers("access", "ipc", "api")
		.whereLayer("fork")
		.mayOnlyAccessLayers("process", "ipc", "api")
		.whereLayer("leader")
		.mayOnlyAccessLayers("messaging", "ipc", "api")
		.whereLayer("messaging")
		.mayOnlyAccessLayers("autoconfigure", "worker", "ipc", "api")
		.whereLayer("metrics")
		.mayOnlyAccessLayers("relay", "worker", "ipc", "api")
		.whereLayer("redis")
		.mayOnlyAccessLayers("api")
		.whereLayer("relay")
		.mayOnlyAccessLayers("access", "ipc", "api")
		.whereLayer("secrets")
		.mayOnlyAccessLayers("ipc", "api")
		.whereLayer("service")
		.mayNotAccessAnyLayer()
		.whereLayer("session")
		.mayOnlyAccessLayers("redis", "api")
		.whereLayer("generation")
		.mayOnlyAccessLayers("process", "ipc", "api")
		.whereLayer("handoff")
		.mayOnlyAccessLayers("ipc", "api")
		.whereLayer("worker")
		.mayOnlyAccessLayers("ipc", "api")
		.whereLayer("primary")
		.mayOnlyAccessLayers("generation", "handoff", "process", "ipc", "api")
		.whereLayer("bootstrap")
		.mayOnlyAccessLayers("primary", "generation", "worker", "relay", "access", "handoff", "process", "ipc", "api")
		.whereLayer("autoconfigure")
		.mayOnlyAccessLayers("bootstrap", "worker", "actuate", "dashboard", "relay", "access", "ipc", "api")
		.whereLayer("sharedstate")
		.mayOnlyAccessLayers("session", "cache", "redis", "bootstrap", "defaults", "checks", "autoconfigure", "ipc",
				"api");

	@ArchTest
	static final ArchRule roomsOfThePrimaryUseOnlyThoseTheyMay = layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("primary")
		.definedBy(ROOT + ".primary")
		.layer("collaboration")
		.definedBy(ROOT + ".primary.collaboration")
		.layer("history")
		.definedBy(ROOT + ".primary.history")
		.layer("operators")
		.definedBy(ROOT + ".primary.operators")
		.layer("reload")
		.definedBy(ROOT + ".primary.reload")
		.layer("supervision")
		.definedBy(ROOT + ".primary.supervision")
		.layer("fleet")
		.definedBy(ROOT + ".primary.fleet")
		.layer("launch")
		.definedBy(ROOT + ".primary.launch")
		.whereLayer("launch")
		.mayNotAccessAnyLayer()
		.whereLayer("operators")
		.mayNotAccessAnyLayer()
		.whereLayer("history")
		.mayOnlyAccessLayers("fleet", "launch")
		.whereLayer("fleet")
		.mayOnlyAccessLayers("launch")
		.whereLayer("supervision")
		.mayOnlyAccessLayers("fleet", "launch")
		.whereLayer("reload")
		.mayOnlyAccessLayers("supervision", "fleet", "launch")
		.whereLayer("collaboration")
		.mayOnlyAccessLayers("fleet", "launch");

	@ArchTest
	static final ArchRule roomsOfThePrimaryAreEnteredByItAlone = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".primary..")
		.should()
		.dependOnClassesThat(
				resideInAnyPackage(ROOT + ".primary.collaboration", ROOT + ".primary.fleet", ROOT + ".primary.history",
						ROOT + ".primary.operators", ROOT + ".primary.reload", ROOT + ".primary.supervision"));

	@ArchTest
	static final ArchRule classesOfThePrimaryHaveNoCycles = slices().assignedFrom(topLevelClassesOf(ROOT + ".primary"))
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule nobodyAsksTheSupervisor = noClasses().that()
		.doNotHaveFullyQualifiedName(ROOT + ".primary.Primary")
		.and()
		.doNotHaveFullyQualifiedName(ROOT + ".primary.Supervisor")
		.should()
		.dependOnClassesThat()
		.haveFullyQualifiedName(ROOT + ".primary.Supervisor");

	@ArchTest
	static final ArchRule apiUsesTheJdkOnly = classes().that()
		.resideInAPackage(ROOT)
		.should(onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", ROOT)));

	@ArchTest
	static final ArchRule coreKnowsNoSpring = noClasses().that()
		.resideInAnyPackage(ROOT + ".primary..", ROOT + ".process..", ROOT + ".generation..", ROOT + ".handoff..",
				ROOT + ".ipc..", ROOT + ".service..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "jakarta..");

	/**
	 * What it loads is what a user waits for.
	 */
	@ArchTest
	static final ArchRule commandLineLoadsLittle = noClasses().that()
		.resideInAPackage(ROOT + ".cli")
		.should()
		.dependOnClassesThat(
				resideInAnyPackage("org.springframework..", "tools.jackson.databind..", "org.apache.commons.logging..")
					.and(DescribedPredicate.not(simpleName("JarMode"))));

	@ArchTest
	static final ArchRule workerAloneKnowsTomcat = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".worker..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.apache.tomcat..", "org.apache.catalina..", "org.apache.coyote..");

	@ArchTest
	static final ArchRule autoconfigureAloneKnowsBootsTomcat = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot.tomcat..");

	/**
	 * In redis only because Lettuce's channels are Netty's.
	 */
	@ArchTest
	static final ArchRule nettyIsKnownInIpcHandoffAndRedisOnly = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".ipc..", ROOT + ".handoff..", ROOT + ".redis..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.netty..");

	@ArchTest
	static final ArchRule metricsAloneKnowsPrometheus = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".metrics..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.prometheus..", "io.micrometer.prometheusmetrics..");

	@ArchTest
	static final ArchRule redisAloneKnowsLettuce = noClasses().that()
		.resideOutsideOfPackage(ROOT + ".redis..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.lettuce..");

	@ArchTest
	static final ArchRule namesSayWhatAThingIs = noClasses().should()
		.haveNameMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?");

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().should(beInANullMarkedPackage());

	@ArchTest
	static void everyPackageHasARule(JavaClasses classes) {
		assertThat(classes).extracting(JavaClass::getPackageName).isSubsetOf(PACKAGES);
	}

	private static SliceAssignment topLevelClassesOf(String room) {
		return new SliceAssignment() {

			@Override
			public SliceIdentifier getIdentifierOf(JavaClass type) {
				String name = type.getName().split("\\$")[0];
				return name.startsWith(room + ".") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
			}

			@Override
			public String getDescription() {
				return "the top-level classes of " + room;
			}

		};
	}

	private static ArchCondition<JavaClass> beInANullMarkedPackage() {
		return new ArchCondition<>("be in a package that is @NullMarked") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " is not @NullMarked"));
			}

		};
	}

}
