package io.chaosmiddleware.spring.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A guard holds for every spelling of a path that the application serves, whatever the
 * server, the framework and their settings make of it. The servers are told here to let
 * everything through, and the mappings disregard case and trailing slashes. That a
 * spelling is served is found out by asking for it.
 */
@ParameterizedClass
@CsvSource({ "TOMCAT,patterns,''", "TOMCAT,ant,/api", "JETTY,patterns,''", "JETTY,ant,/api", "NETTY,patterns,''" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedSpellingsTests {

	private static final String FAULT = document("fault java.io.IOException");

	private static final String LONG = "a".repeat(3000);

	private static final List<String> SERVED_BY_ALL = List.of("/payments/1", "/PAYMENTS/1", "/%70ayments/1",
			"/%50AYMENTS/1", "/payments/1;a=b", "/payments/1;a=b/", "/payments/%3Bx", "/payments/1%3Bx", "/payments/1/",
			"/PAYMENTS/1/", "/payments/.", "/payments/%2e", "/payments/%5C", "/payments/%252F", "/payments/%0A",
			"/payments/1%20", "/payments/1.json", "/payments/1?a=/b", "/payments/1?;/b", "/vault/" + LONG + "/open",
			"/caf%C3%A9", "/caf%c3%a9", "/CAF%C3%89", "/%63af%C3%A9/", "/files", "/files/", "/FILES/a/b",
			"/files/a%2F..%2Fb");

	private static final List<String> SERVED_BY_PATTERNS = List.of("/payments/a%2Fb", "/payments/a%2fb",
			"/payments/%2F", "/payments;a=b/1", "/payments/1;a=b%2Fc", "/vault;" + LONG + "/1/open", "/vault/%2F/open",
			"/VAULT/%2F/OPEN/");

	private static final List<String> SERVED_BY_ANT = List.of("/payments/;x", "/payments/;x/", "//payments/1",
			"/payments//1", "///payments///1", "/payments%2F1");

	private static final List<String> SERVED_BY_SOME = List.of("/;x/payments/1", "/payments/1//", "/./payments/1",
			"/x/../payments/1", "/payments/./1", "/payments/x/../1", "/payments/..", "/payments/%2e%2e",
			"/x/%2e%2e/payments/1", "/x/..;/payments/1", "/x/..%2Fpayments/1", "/x%2F..%2Fpayments/1",
			"/x//../payments/1", "/payments\\1", "/payments%5C1", "/%2570ayments/1", "/payments/%00",
			"/payments/%C3%28", "/payments%20/1", "/cafe%CC%81", "/payments/1#x");

	// what comes before the path, as Tomcat takes it
	private static final List<String> BEFORE = List.of("http://localhost/shop", "//shop", "http://localhost//shop",
			"/shop;x", "/%73hop", "/x/../shop", "/SHOP", "/shop/x/..", "/shop//", "/shop%2F");

	@Parameter(0)
	TestServer server;

	@Parameter(1)
	String matching;

	@Parameter(2)
	String servletPath;

	private TestApplication application;

	@BeforeParameterizedClassInvocation
	void start(TestServer server, String matching, String servletPath) {
		this.application = TestApplication.start(server, LenientApplication.class, "matching=" + matching,
				"server.servlet.context-path=/shop", "spring.mvc.servlet.path=" + servletPath,
				"spring.webflux.base-path=/shop", "management.endpoints.web.exposure.include=health",
				// the last one as somebody may write it
				"chaos.middleware.exclude-routes="
						+ Stream.of("/payments/{id}", "/vault/{id}/open", "/files/**", "/Caf%C3%A9/")
							.map((pattern) -> servletPath + pattern)
							.collect(Collectors.joining(",")));
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.application.close();
	}

	@AfterEach
	void calm() {
		this.application.engine().control().cancelAll(null);
	}

	@Test
	void anExcludedPathIsNotAttackedInAnySpelling() {
		List<String> served = new ArrayList<>();
		for (String target : targets()) {
			RawRequest.Answer plain = RawRequest.get(this.application.port(), target);
			if (plain.status() != 200 || !plain.body().contains(LenientApplication.GUARDED)) {
				continue;
			}
			RawRequest.Answer attacked = attack(target);
			assertThat(attacked.status()).as(target).isEqualTo(200);
			assertThat(attacked.header(AttackEngine.RESULT_HEADER)).as(target)
				.isEqualTo("fault;verdict=skipped;reason=excluded-route");
			served.add(target);
		}
		assertThat(served).containsAll(targets(SERVED_BY_ALL))
			.containsAll(targets(this.matching.equals("ant") ? SERVED_BY_ANT : SERVED_BY_PATTERNS));
	}

	@Test
	void explainSaysTheSame() {
		for (String path : Stream.concat(SERVED_BY_ALL.stream(), SERVED_BY_PATTERNS.stream()).toList()) {
			String raw = this.servletPath + path.replaceFirst("[?].*", "");
			assertThat(this.application.engine()
				.explain(RequestView.of("GET", raw, FAULT))
				.decision()
				.verdicts()
				.get(0)
				.toString()).as(raw).isEqualTo("fault;verdict=skipped;reason=excluded-route");
		}
	}

	@Test
	void theActuatorIsNotAttackedInAnySpelling() {
		this.application.configure("fault java.io.IOException");
		int served = 0;
		for (String path : List.of("/actuator/health", "/%61ctuator/health", "/actuator/health;a=b",
				"/actuator;a=b/health", "/actuator/health;a=b%2Fc", "/actuator/health/", "/ACTUATOR/HEALTH",
				"/actuator//health", "//actuator/health", "/actuator/./health", "/x/../actuator/health",
				"/actuator%2Fhealth", "/actuator/%68ealth?a=/b", "/actuator;" + "a".repeat(1900) + "/health")) {
			RawRequest.Answer answer = attack("/shop" + this.servletPath + path);
			assertThat(answer.header(AttackEngine.RESULT_HEADER)).as(path)
				.isIn("none", "fault;verdict=skipped;reason=excluded-route");
			if (answer.status() == 200) {
				assertThat(answer.header(AttackEngine.RESULT_HEADER)).as(path).isEqualTo("none");
				served++;
			}
		}
		assertThat(served).isGreaterThan((this.server == TestServer.NETTY) ? 7 : 4);
	}

	@Test
	void otherPathsAreAttackedAndRoutesDoNotWiden() {
		for (String path : List.of("/orders/1", "/orders/payments%3B1", "/payments/1/2", "/vault/1/opens")) {
			assertThat(attack("/shop" + this.servletPath + path).header(AttackEngine.RESULT_HEADER)).as(path)
				.isEqualTo("fault;verdict=injected");
		}
		String onOrders = FAULT.replace("}]", ",\"route\":\"" + this.servletPath + "/orders/{id}\"}]");
		assertThat(attack("/shop" + this.servletPath + "/orders/1", onOrders).header(AttackEngine.RESULT_HEADER))
			.isEqualTo("fault;verdict=injected");
		for (String path : List.of("/ORDERS/1", "/orders/a%2Fb", "/orders;a=b/1")) {
			assertThat(attack("/shop" + this.servletPath + path, onOrders).header(AttackEngine.RESULT_HEADER)).as(path)
				.isIn("fault;verdict=missed;reason=route", "none");
		}
	}

	private RawRequest.Answer attack(String target) {
		return attack(target, FAULT);
	}

	private RawRequest.Answer attack(String target, String attack) {
		return RawRequest.get(this.application.port(), target, AttackEngine.ATTACK_HEADER, attack);
	}

	private List<String> targets() {
		return Stream
			.concat(Stream.of(SERVED_BY_ALL, SERVED_BY_PATTERNS, SERVED_BY_ANT, SERVED_BY_SOME)
				.flatMap((paths) -> targets(paths).stream()),
					BEFORE.stream().map((before) -> before + this.servletPath + "/payments/1"))
			.toList();
	}

	private List<String> targets(List<String> paths) {
		return paths.stream().map((path) -> "/shop" + this.servletPath + path).toList();
	}

}
