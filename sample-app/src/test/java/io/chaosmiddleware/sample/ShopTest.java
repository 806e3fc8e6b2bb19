package io.chaosmiddleware.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;

/**
 * A test that runs the shop on a free port. The build runs it twice: as it is, and with
 * what was generated ahead of time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("shop")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@interface ShopTest {

	/** Runs the shop on Spring WebFlux. */
	String REACTIVE = "spring.main.web-application-type=reactive";

	/**
	 * Properties of the shop.
	 */
	@AliasFor(annotation = SpringBootTest.class)
	String[] properties() default {};

}
