package io.chaosmiddleware.spring.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class TomcatMemberTests {

	@ParameterizedTest
	@EnumSource
	void aMemberIsThereAndIsKeptInANativeImage(TomcatMember member) throws ReflectiveOperationException {
		RuntimeHints hints = new RuntimeHints();
		ClassLoader loader = getClass().getClassLoader();

		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(hints, loader));

		assertThat(keptAs(member.in(loader))).accepts(hints);
	}

	@Test
	void withoutTomcatNothingIsKept() {
		RuntimeHints hints = new RuntimeHints();

		assertThatCode(() -> new TomcatMember.Hints().registerHints(hints, ClassLoader.getPlatformClassLoader()))
			.doesNotThrowAnyException();

		assertThat(hints.reflection().typeHints()).isEmpty();
	}

	@Test
	void requestsOfOtherServersHaveNoConnection() {
		assertThat(ClientConnection.of(new Object())).isNull();
		assertThat(ClientConnection.of("org.apache.catalina.Request")).isNull();
	}

	private static Predicate<RuntimeHints> keptAs(Member member) {
		if (member instanceof Field field) {
			return RuntimeHintsPredicates.reflection().onFieldAccess(field);
		}
		return (member instanceof Method method) ? RuntimeHintsPredicates.reflection().onMethodInvocation(method)
				: RuntimeHintsPredicates.reflection().onConstructorInvocation((Constructor<?>) member);
	}

}
