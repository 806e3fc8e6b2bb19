package io.chaosmiddleware.benchmarks.engine;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackEngineBuilder;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.Decision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a request with an attack header costs: it is parsed and decided.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class HeaderBenchmark {

	/** What the header says. */
	@Param
	Header header;

	private AttackEngine engine;

	private RequestView request;

	@Setup
	public void build() {
		AttackEngineBuilder builder = AttackEngine.builder();
		if (this.header == Header.UNAUTHORIZED) {
			builder.headerToken("secret");
		}
		this.engine = builder.build();
		this.request = RequestView.of("GET", "/orders/42", this.header.text);
		String result = this.engine.decide(this.request).resultHeader();
		if (result == null || !result.startsWith(this.header.result)) {
			throw new IllegalStateException(this.header + " gives " + result);
		}
	}

	@Benchmark
	public Decision decide() {
		return this.engine.decide(this.request);
	}

	/**
	 * A header and how its result begins.
	 */
	public enum Header {

		/** One delay. */
		SMALL("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}", "delay;verdict=injected"),

		/** As many actions as a header may have, filled up to the longest header. */
		AT_LIMIT(atLimit(), "delay;verdict=missed"),

		/** Nonsense. */
		NOT_JSON("nonsense", "attack;verdict=refused;reason=not-json"),

		/** One character more than a header may have. */
		TOO_LARGE("x".repeat(AttackLimits.HEADER.maxSize() + 1), "attack;verdict=refused;reason="),

		/** A good one without its token. */
		UNAUTHORIZED("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}",
				"attack;verdict=refused;reason=unauthorized");

		private final String text;

		private final String result;

		Header(String text, String result) {
			this.text = text;
			this.result = result;
		}

		private static String atLimit() {
			int actions = AttackLimits.HEADER.maxActions();
			String document = IntStream.range(0, actions)
				.mapToObj((i) -> "{\"name\":\"delay\",\"value\":\"1\",\"route\":\"" + route(actions) + "\"}")
				.collect(Collectors.joining(",", "{\"actions\":[", "]}"));
			return document + " ".repeat(AttackLimits.HEADER.maxSize() - document.length());
		}

		// as long as fits
		private static String route(int actions) {
			int perAction = (AttackLimits.HEADER.maxSize() - 16) / actions;
			String literal = "/payments/";
			return literal + "x".repeat(perAction - 44 - literal.length());
		}

	}

}
