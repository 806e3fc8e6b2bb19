package io.chaosmiddleware;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.chaosmiddleware", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule theCoreIsFreeOfSpringAndOfServlets = classes().should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jspecify..", "org.slf4j..", "tools.jackson..", "com.google.re2j..",
				"io.chaosmiddleware.attack..", "io.chaosmiddleware.engine..");

	@ArchTest
	static final ArchRule whatAnAttackIsDoesNotKnowWhoDecides = noClasses().that()
		.resideInAPackage("..attack..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("..engine..");

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
	static final ArchRule onlyAnInjectionWaits = noClasses().that()
		.doNotHaveFullyQualifiedName("io.chaosmiddleware.engine.Injection")
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
	static final ArchRule anInjectionDoesWait = classes().that()
		.haveFullyQualifiedName("io.chaosmiddleware.engine.Injection")
		.should(waitForSomething());

}
