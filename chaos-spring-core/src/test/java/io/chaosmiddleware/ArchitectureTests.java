package io.chaosmiddleware;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.condition.Target;
import io.chaosmiddleware.effect.Effect;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.chaosmiddleware", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule theCoreIsFreeOfSpringAndOfServlets = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", "org.slf4j..", "tools.jackson..", "com.google.re2j..",
				"io.chaosmiddleware..");

	// what does not depend on the others comes first
	private static final List<String> STOREYS = List.of("document", "condition", "effect", "attack", "engine");

	@ArchTest
	static void eachStoreyRestsOnThoseBelow(JavaClasses classes) {
		for (int i = 0; i < STOREYS.size(); i++) {
			String[] above = STOREYS.subList(i + 1, STOREYS.size())
				.stream()
				.map((name) -> "io.chaosmiddleware." + name)
				.toArray(String[]::new);
			noClasses().that()
				.resideInAPackage("io.chaosmiddleware." + STOREYS.get(i))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(above)
				.allowEmptyShould(true)
				.check(classes);
		}
		noClasses().that()
			.resideInAPackage("io.chaosmiddleware.condition")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.chaosmiddleware.effect")
			.check(classes);
	}

	// the rule of one place: a new effect or condition is one file and a line in its
	// register
	@ArchTest
	static final ArchRule nobodyKnowsAnEffect = noClasses().that()
		.resideOutsideOfPackage("io.chaosmiddleware.effect")
		.should()
		.dependOnClassesThat(areImplementationsOf(Effect.class));

	@ArchTest
	static final ArchRule nobodyKnowsAConditionOfAnAction = noClasses().that()
		.resideOutsideOfPackage("io.chaosmiddleware.condition")
		.should()
		.dependOnClassesThat(areImplementationsOf(io.chaosmiddleware.condition.Condition.class)
			.and(describe("are no conditions of a whole attack", (type) -> !type.isEquivalentTo(Target.class)))
			// exclusions are path patterns too
			.and(describe("are no routes", (type) -> !type.isEquivalentTo(Route.class))));

	private static DescribedPredicate<JavaClass> areImplementationsOf(Class<?> family) {
		return describe("are kinds of " + family.getSimpleName(),
				(type) -> type.isAssignableTo(family) && !type.isInterface());
	}

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.chaosmiddleware.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule namesSayWhatAClassIs = noClasses().should()
		.haveSimpleNameEndingWith("Utils")
		.orShould()
		.haveSimpleNameEndingWith("Util")
		.orShould()
		.haveSimpleNameEndingWith("Helper")
		.orShould()
		.haveSimpleNameEndingWith("Manager");

	@ArchTest
	static final ArchRule onlyTheHaltSignalWaits = noClasses().that()
		.doNotHaveFullyQualifiedName("io.chaosmiddleware.engine.HaltSignal")
		.should(waitForSomething());

	private static ArchCondition<JavaClass> waitForSomething() {
		return new ArchCondition<>("sleep, park or await") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
					JavaClass owner = call.getTargetOwner();
					String name = call.getTarget().getName();
					boolean waits = switch (name) {
						case "sleep" -> owner.isAssignableTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class);
						case "join" -> owner.isAssignableTo(Thread.class);
						case "await" ->
							owner.isEquivalentTo(CountDownLatch.class) || owner.isAssignableTo(Condition.class);
						case "wait" -> call.getTarget().getOwner().isEquivalentTo(Object.class);
						default -> owner.isEquivalentTo(LockSupport.class);
					};
					if (waits) {
						events.add(SimpleConditionEvent.satisfied(call, call.getDescription()));
					}
				}
			}

		};
	}

	@ArchTest
	static final ArchRule theBlockingDriverDoesWait = classes().that()
		.haveFullyQualifiedName("io.chaosmiddleware.engine.HaltSignal")
		.should(waitForSomething());

}
