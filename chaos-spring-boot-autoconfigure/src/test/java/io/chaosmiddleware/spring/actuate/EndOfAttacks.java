package io.chaosmiddleware.spring.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.ActiveAttack;
import io.chaosmiddleware.engine.Performance;
import io.chaosmiddleware.spring.WithoutWaiting;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the endpoint cancels attacks, halts and resumes.
 */
interface EndOfAttacks extends EndpointCalls {

	@Test
	default void cancelEndsOneAttackAndSaysWhich() {
		String first = startAttack(DELAY).json().at("/id").asString();
		String second = startAttack(DELAY).json().at("/id").asString();

		Answer answer = call("DELETE", "/" + first);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().at("/cancelled")).hasSize(1);
		assertThat(answer.json().at("/cancelled/0/id").asString()).isEqualTo(first);
		assertThat(engine().activeAttacks()).extracting(ActiveAttack::id).containsExactly("properties-1", second);
		assertThat(call("DELETE", "/" + first).status()).isEqualTo(404);
	}

	@Test
	default void cancelOfAnUnknownAttackIsNotFound() {
		Answer answer = call("DELETE", "/no%22th%C3%ADng");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.detail()).isEqualTo("No active attack has the id 'no\"thíng'; it may have ended by itself");
	}

	@Test
	default void cancelOfAnAttackOfAnotherSourceIsAConflict() {
		Answer answer = call("DELETE", "/properties-1");

		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.detail()).contains("'properties-1'", "the source 'properties'", "'halt'");
		assertThat(engine().activeAttacks()).hasSize(1);
	}

	@Test
	default void cancelIsNotMisledByParameters() {
		String id = startAttack(DELAY).json().at("/id").asString();

		assertThat(call("DELETE", "/nothing?id=" + id + "&name=" + id).status()).isEqualTo(404);

		assertThat(engine().activeAttacks()).hasSize(2);
	}

	@Test
	default void cancelAllEndsThoseStartedHereOnly() {
		startAttack(DELAY);
		startAttack(DELAY);

		Answer answer = call("DELETE", "");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().at("/cancelled")).hasSize(2);
		assertThat(engine().activeAttacks()).extracting(ActiveAttack::id).containsExactly("properties-1");
		assertThat(call("DELETE", "").json().toString()).isEqualTo("{\"cancelled\":[]}");
	}

	@Test
	default void haltEndsARunningDelayAtOnce() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		Performance injection = engine().begin(engine().decide(RequestView.of("GET", "/orders", document("delay 20"))));
		injection.onHalt(ended::countDown);
		assertThat(call("GET", "").json().at("/runningDelays").asInt()).isOne();

		Answer answer = call("POST", "/halt");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().toString()).isEqualTo("{\"state\":\"HALTED\"}");
		assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
		WithoutWaiting.perform(injection);
		assertThat(call("GET", "").json().at("/runningDelays").asInt()).isZero();
		assertThat(call("GET", "").json().at("/recent/0/verdicts/0/reason").asString()).isEqualTo("halted");
	}

	@Test
	default void resumeReleasesTheSwitchAndBothMayBeRepeated() {
		call("POST", "/halt");
		assertThat(call("POST", "/halt").json().at("/state").asString()).isEqualTo("HALTED");
		assertThat(call("GET", "").json().at("/state").asString()).isEqualTo("HALTED");

		assertThat(call("POST", "/resume").json().toString()).isEqualTo("{\"state\":\"ACTIVE\"}");
		assertThat(call("POST", "/resume").status()).isEqualTo(200);

		assertThat(call("GET", "").json().at("/state").asString()).isEqualTo("ACTIVE");
	}

	@Test
	default void startWhileHaltedSaysThatItIsHalted() {
		call("POST", "/halt");

		assertThat(startAttack(DELAY).json().at("/state").asString()).isEqualTo("HALTED");
	}

	@Test
	default void haltAndResumeRefuseABody() {
		for (String name : List.of("halt", "resume")) {
			for (String body : List.of("{\"command\":\"resume\"}", "{\"name\":\"halt\"}", "{}", " ", "name=halt")) {
				for (String type : Arrays.asList(JSON, "application/x-www-form-urlencoded", null)) {
					Answer answer = post("/" + name, type, body);

					assertThat(answer.status()).as(name + " " + type + " " + body).isEqualTo(400);
					assertThat(answer.problems())
						.containsExactly("$ schema '" + name + "' takes no document; send no body");
				}
			}
		}
		assertThat(engine().state().name()).isEqualTo("ACTIVE");
	}

	@Test
	default void haltIsNotMisledByParameters() {
		call("POST", "/halt");

		assertThat(call("POST", "/halt?name=resume&command=resume").json().at("/state").asString()).isEqualTo("HALTED");
	}

	@Test
	default void unknownCallsAreNotFound() {
		for (String name : List.of("stop", "HALT", "hal", "properties-1", "halt%20", "%3Cb%3E")) {
			Answer answer = call("POST", "/" + name);

			assertThat(answer.status()).as(name).isEqualTo(404);
			assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
			assertThat(answer.detail()).contains("POST explain, POST halt, POST resume");
		}
		assertThat(call("POST", "/halt/now").status()).isEqualTo(404);
		assertThat(call("GET", "/halt/now").status()).isEqualTo(404);
	}

}
