package io.chaosmiddleware.spring.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.chaosmiddleware.spring.server.ClientConnection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.reactive.JettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Servers of applications that break the connections of their own clients, over HTTP/1.1
 * and HTTP/2.
 */
enum BreakingServer {

	TOMCAT(TestServer.TOMCAT, ServletApplication.class), JETTY(TestServer.JETTY, ServletApplication.class),
	NETTY(TestServer.NETTY, ReactiveApplication.class), REACTIVE_TOMCAT(null, OnTomcat.class),
	REACTIVE_JETTY(null, OnJetty.class);

	private final Class<?>[] sources;

	private final WebApplicationType type;

	BreakingServer(TestServer server, Class<?> application) {
		this.sources = (server != null) ? new Class<?>[] { application, server.configuration() }
				: new Class<?>[] { application };
		this.type = (server != null) ? server.type() : WebApplicationType.REACTIVE;
	}

	ConfigurableApplicationContext start(String... properties) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(this.sources).web(this.type)
			.properties("server.port=0", "spring.main.banner-mode=off", "server.http2.enabled=true",
					"server.shutdown=immediate", "logging.level.io.chaosmiddleware.spring.server=debug")
			.properties(properties);
		return application.run();
	}

	/** What went wrong in the application after a connection was broken. */
	static Queue<Throwable> failures(ConfigurableApplicationContext context) {
		return context.getBean(Failures.class).failures;
	}

	static final class Failures {

		private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	}

	private static void end(Object request, String how) {
		ClientConnection connection = ClientConnection.of(request);
		if (connection == null || !(how.equals("reset") ? connection.reset() : connection.close())) {
			throw new IllegalStateException("The connection cannot be broken: " + connection);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ServletController.class)
	static class ServletApplication {

		@Bean
		Failures failures() {
			return new Failures();
		}

		@Bean
		LateFilter lateFilter(Failures failures) {
			return new LateFilter(failures);
		}

	}

	/** Wraps the request, and adds to answers after their handler. */
	private static final class LateFilter extends OncePerRequestFilter {

		private final Failures failures;

		LateFilter(Failures failures) {
			this.failures = failures;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			chain.doFilter(new HttpServletRequestWrapper(request), response);
			if (request.getRequestURI().endsWith("/late")) {
				try {
					response.getOutputStream()
						.write(new byte[request.getRequestURI().contains("length") ? 5 : 100_000]);
					response.flushBuffer();
				}
				catch (IOException ex) {
					this.failures.failures.add(ex);
					throw ex;
				}
			}
		}

	}

	@RestController
	static class ServletController {

		@RequestMapping("/fine")
		String fine() {
			return "fine";
		}

		@RequestMapping("/{how}/{when}/{then}")
		void end(@PathVariable String how, @PathVariable String when, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			if (!when.equals("before")) {
				if (when.equals("length")) {
					response.setContentLength(14);
				}
				response.getOutputStream().write("12345".getBytes(StandardCharsets.US_ASCII));
				response.flushBuffer();
			}
			else {
				response.setHeader("x-lost", "true");
			}
			response.getOutputStream().write("lost".getBytes(StandardCharsets.US_ASCII));
			BreakingServer.end(request, how);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ReactiveController.class)
	static class ReactiveApplication {

		@Bean
		Failures failures() {
			return new Failures();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnTomcat extends ReactiveApplication {

		@Bean
		TomcatReactiveWebServerFactory webServerFactory() {
			return new TomcatReactiveWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnJetty extends ReactiveApplication {

		@Bean
		JettyReactiveWebServerFactory webServerFactory() {
			return new JettyReactiveWebServerFactory();
		}

	}

	@RestController
	static class ReactiveController {

		private final Failures failures;

		ReactiveController(Failures failures) {
			this.failures = failures;
		}

		@RequestMapping("/fine")
		Mono<String> fine() {
			return Mono.just("fine");
		}

		@RequestMapping("/{how}/{when}/{then}")
		Mono<Void> end(@PathVariable String how, @PathVariable String when, @PathVariable String then,
				ServerWebExchange exchange) {
			ServerHttpResponse response = exchange.getResponse();
			Runnable end = () -> BreakingServer.end(nativeRequest(exchange), how);
			Queue<Flux<DataBuffer>> parts = new ArrayDeque<>();
			if (when.equals("before")) {
				response.getHeaders().add("x-lost", "true");
				end.run();
			}
			else {
				if (when.equals("length")) {
					response.getHeaders().setContentLength(14);
				}
				parts.add(part(response, new byte[] { '1', '2', '3', '4', '5' }));
			}
			Flux<Flux<DataBuffer>> late = Flux.defer(() -> then.equals("late")
					? Flux.just(part(response, new byte[when.equals("length") ? 5 : 100_000])) : Flux.empty());
			if (!when.equals("before")) {
				// until the part has been written, and where nothing is being written now
				late = Mono.delay(Duration.ofMillis(150), scheduler(exchange))
					.doOnNext((tick) -> end.run())
					.thenMany(late);
			}
			return response.writeAndFlushWith(Flux.fromIterable(parts).concatWith(late))
				.doOnError(this.failures.failures::add);
		}

		private static Scheduler scheduler(ServerWebExchange exchange) {
			AtomicReference<Scheduler> scheduler = new AtomicReference<>(Schedulers.boundedElastic());
			if (nativeRequest(exchange) instanceof HttpServerRequest netty) {
				netty.withConnection((connection) -> scheduler
					.set(Schedulers.fromExecutorService(connection.channel().eventLoop())));
			}
			return scheduler.get();
		}

		private static Object nativeRequest(ServerWebExchange exchange) {
			return ((AbstractServerHttpRequest) exchange.getRequest()).getNativeRequest();
		}

		private static Flux<DataBuffer> part(ServerHttpResponse response, byte[] bytes) {
			return Flux.defer(() -> Flux.just(response.bufferFactory().wrap(bytes)));
		}

	}

}
