package io.chaosmiddleware.benchmarks.engine;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import io.chaosmiddleware.spring.servlet.AttackInterceptor;
import io.chaosmiddleware.spring.servlet.AttackLogFilter;
import io.chaosmiddleware.spring.webflux.AttackWebFilter;
import jakarta.servlet.FilterChain;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * What our parts on the request path cost by themselves, without server and network, for
 * a request that is left alone.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class AdapterBenchmark {

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders/42");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final AttackLogFilter logFilter = new AttackLogFilter();

	private final FilterChain chain = (request, response) -> {
	};

	private final Mono<Void> rest = Mono.empty();

	private final WebFilterChain webFilterChain = (exchange) -> this.rest;

	private final MockServerWebExchange exchange = MockServerWebExchange
		.from(MockServerHttpRequest.get("/orders/42").header("Accept", "*/*").header("User-Agent", "benchmark"));

	@Setup
	public void addHeaders() {
		this.request.addHeader("Host", "localhost");
		this.request.addHeader("User-Agent", "benchmark");
		this.request.addHeader("Accept", "*/*");
	}

	/**
	 * What asks the engine.
	 */
	@State(Scope.Benchmark)
	public static class Adapters {

		/** How many attacks are active, all of which miss by a literal route. */
		@Param({ "0", "10" })
		int attacks;

		private AttackInterceptor interceptor;

		private AttackWebFilter webFilter;

		@Setup
		public void build() {
			AttackEngine engine = AttackEngine.builder().build();
			engine.control()
				.replace(AttackSource.LOADER,
						IntStream.range(0, this.attacks)
							.mapToObj((i) -> Attacks.delay("/payments/" + i, null))
							.toList());
			this.interceptor = new AttackInterceptor(engine);
			this.webFilter = new AttackWebFilter(engine, new StaticApplicationContext(), (path) -> false, Set.of(),
					1024 * 1024);
		}

	}

	@Benchmark
	public boolean mvcInterceptor(Adapters adapters) throws Exception {
		this.request.removeAttribute(AttackInterceptor.OUTCOME_ATTRIBUTE);
		return adapters.interceptor.preHandle(this.request, this.response, List.of());
	}

	@Benchmark
	public void mvcLogFilter() throws Exception {
		this.logFilter.doFilter(this.request, this.response, this.chain);
	}

	@Benchmark
	public Mono<Void> webFluxFilter(Adapters adapters) {
		this.exchange.getAttributes().remove(AttackWebFilter.OUTCOME_ATTRIBUTE);
		return adapters.webFilter.filter(this.exchange, this.webFilterChain);
	}

}
