package io.chaosmiddleware.spring.webflux;

import java.nio.charset.StandardCharsets;

import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of a request whose connection or response is out of reach, and of other
 * application contexts.
 */
@ExtendWith(NothingBlocks.class)
class WebFluxOutOfReachTests {

	private static final WebHandler TEXT = (exchange) -> exchange.getResponse()
		.writeWith(Mono
			.fromSupplier(() -> exchange.getResponse().bufferFactory().wrap("text".getBytes(StandardCharsets.UTF_8))));

	private static WebFluxServer server;

	@BeforeAll
	static void start() {
		server = WebFluxServer.start(AnsweringApplication.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "disconnect reset,disconnect", "disconnect hang,disconnect", "truncate 0B,truncate" })
	void withoutAServerNoConnectionIsBroken(String action, String name) {
		WebTestClient.bindToApplicationContext(server.context())
			.build()
			.get()
			.uri("/object")
			.header(AttackEngine.ATTACK_HEADER, document(action))
			.exchange()
			.expectHeader()
			.valueEquals(AttackEngine.RESULT_HEADER, name + ";verdict=skipped;reason=no-connection")
			.expectBody(String.class)
			.value((body) -> assertThat(body).startsWith("{\"id\":"));
	}

	@Test
	void butABodyIsChanged() {
		WebTestClient.bindToApplicationContext(server.context())
			.build()
			.get()
			.uri("/static.txt")
			.header(AttackEngine.ATTACK_HEADER, document("corrupt 100%"))
			.exchange()
			.expectHeader()
			.valueEquals(AttackEngine.RESULT_HEADER, "corrupt;verdict=injected;percent=100")
			.expectBody(String.class)
			.value((body) -> assertThat(body).isNotEqualTo("static text\n"));
	}

	@Test
	void aResponseThatIsNotDecoratedIsNotChanged() {
		WebTestClient.bindToWebHandler(TEXT)
			.webFilter(server.context().getBean(AttackWebFilter.class))
			.build()
			.get()
			.uri("/")
			.header(AttackEngine.ATTACK_HEADER, document("delay 1ms", "corrupt 100%"))
			.exchange()
			.expectHeader()
			.valueEquals(AttackEngine.RESULT_HEADER,
					"delay;verdict=injected;seconds=0.001, corrupt;verdict=skipped;reason=unsupported")
			.expectBody(String.class)
			.isEqualTo("text");
	}

	@Test
	void theHandlerOfAnotherContextIsNotDecorated() {
		HttpHandlerDecoratorFactory decorator = server.context().getBean(HttpHandlerDecoratorFactory.class);
		HttpWebHandlerAdapter ours = new HttpWebHandlerAdapter(TEXT);
		ours.setApplicationContext(server.context());
		HttpWebHandlerAdapter other = new HttpWebHandlerAdapter(TEXT);
		other.setApplicationContext(new StaticApplicationContext());

		assertThat(decorator.apply(ours)).isNotSameAs(ours);
		assertThat((HttpHandler) decorator.apply(other)).isSameAs(other);
	}

}
