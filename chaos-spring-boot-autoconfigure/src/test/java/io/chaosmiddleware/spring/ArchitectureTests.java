package io.chaosmiddleware.spring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.chaosmiddleware.effect.Effect;
import io.chaosmiddleware.spring.autoconfigure.AttackEngineCustomizer;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Which package may know which, who declares beans, and who may block a thread.
 */
@AnalyzeClasses(packages = "io.chaosmiddleware", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String AUTO_CONFIGURATION = "io.chaosmiddleware.spring.autoconfigure";

	private static final String SLEEPERS = "HaltSignal|Interval|DeferredAttackListener|SimilarExceptions";

	@ArchTest
	static final ArchRule attackThenEngineAndLintThenAdaptersThenAutoConfiguration = layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("attack")
		.definedBy("io.chaosmiddleware.document", "io.chaosmiddleware.condition", "io.chaosmiddleware.effect",
				"io.chaosmiddleware.attack")
		.layer("engine")
		.definedBy("io.chaosmiddleware.engine")
		.layer("mappings")
		.definedBy("io.chaosmiddleware.spring.mappings")
		.layer("web")
		.definedBy("io.chaosmiddleware.spring.web")
		.layer("server")
		.definedBy("io.chaosmiddleware.spring.server")
		.layer("adapters")
		.definedBy("io.chaosmiddleware.spring.servlet", "io.chaosmiddleware.spring.webflux",
				"io.chaosmiddleware.spring.loader", "io.chaosmiddleware.spring.actuate",
				"io.chaosmiddleware.spring.metrics", "io.chaosmiddleware.spring.context")
		.layer("autoconfigure")
		.definedBy(AUTO_CONFIGURATION)
		.whereLayer("attack")
		.mayOnlyBeAccessedByLayers("engine", "web", "mappings", "adapters", "autoconfigure")
		.whereLayer("engine")
		.mayOnlyBeAccessedByLayers("web", "mappings", "adapters", "autoconfigure")
		.whereLayer("web")
		.mayOnlyBeAccessedByLayers("adapters", "autoconfigure")
		.whereLayer("mappings")
		.mayOnlyBeAccessedByLayers("adapters", "autoconfigure")
		.whereLayer("server")
		.mayOnlyBeAccessedByLayers("adapters", "autoconfigure")
		.whereLayer("server")
		.mayNotAccessAnyLayer()
		.whereLayer("adapters")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer();

	@ArchTest
	static final ArchRule adaptersDoNotKnowEachOther = slices().matching("io.chaosmiddleware.spring.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(JavaClass.Predicates.resideInAPackage("..autoconfigure"), DescribedPredicate.alwaysTrue())
		.ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.resideInAPackage("..mappings"))
		.ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.resideInAPackage("..web"))
		.ignoreDependency(DescribedPredicate.alwaysTrue(), JavaClass.Predicates.resideInAPackage("..server"));

	@ArchTest
	static final ArchRule onlyTheAutoConfigurationDeclaresBeans = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beDeclaredInClassesThat()
		.resideInAPackage(AUTO_CONFIGURATION)
		.andShould()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule theAutoConfigurationDeclaresBeansOfOtherPackagesOnly = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.haveRawReturnType(JavaClass.Predicates.resideOutsideOfPackage(AUTO_CONFIGURATION)
			.or(JavaClass.Predicates.type(AttackEngineCustomizer.class))
			.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
		.because("the behaviour of a bean belongs to the package of its subject");

	@ArchTest
	static final ArchRule theRestOfTheAutoConfigurationKnowsPropertiesOnly = noClasses().that()
		.resideInAPackage(AUTO_CONFIGURATION)
		.and()
		.areNotMetaAnnotatedWith(Configuration.class)
		.and()
		.areNotAnnotations()
		.and()
		.areNotAssignableTo(AttackEngineCustomizer.class)
		.should()
		.dependOnClassesThat(
				JavaClass.Predicates.resideInAnyPackage("io.chaosmiddleware.engine", "io.chaosmiddleware.spring..")
					.and(JavaClass.Predicates.resideOutsideOfPackages(AUTO_CONFIGURATION,
							"io.chaosmiddleware.spring.web")))
		.because("it holds properties, conditions and bean methods, and no behaviour");

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	// a new effect must not have to be made known to adapters and reports
	@ArchTest
	static final ArchRule nobodyKnowsAnEffect = noClasses().that()
		.resideOutsideOfPackage("io.chaosmiddleware.effect")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.assignableTo(Effect.class)
			.and(DescribedPredicate.not(JavaClass.Predicates.INTERFACES)))
		.because("they perform steps and print details");

	@ArchTest
	static final ArchRule onlyFourClassesWait = noClasses().that()
		.haveNameNotMatching(".*\\.(" + SLEEPERS + ")(\\$.*)?")
		.should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(TimeUnit.class, "sleep", long.class)
		.orShould()
		.callMethod(CountDownLatch.class, "await")
		.orShould()
		.callMethod(CountDownLatch.class, "await", long.class, TimeUnit.class)
		.orShould()
		.callMethod(Condition.class, "await", long.class, TimeUnit.class)
		.orShould()
		.callMethod(Object.class, "wait", long.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(LockSupport.class)
		.because("one delays requests, two have threads of their own, and the last one answers operators");

	@ArchTest
	static final ArchRule namesSayWhatAClassIsFor = noClasses().should()
		.haveNameMatching(".*(Utils|Util|Helper|Manager)");

}
