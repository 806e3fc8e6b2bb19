package io.chaosmiddleware.spring.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.spring.web.HeaderAttacks;
import io.chaosmiddleware.spring.web.ResponseMark;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code chaos.middleware.*}, which docs/properties.md describes. An
 * unknown key stops start-up.
 *
 * @param enabled Whether anything is wired at all.
 * @param applicationName Name that the application in the target of an attack is compared
 * with, exactly. Defaults to the value of 'spring.application.name'.
 * @param applicationEnv Environment that the environment in the target of an attack is
 * compared with, exactly.
 * @param applicationId Identifier of this instance at the Chaos API. Defaults to a random
 * UUID.
 * @param guardedProfiles Comma-separated list of profiles in which the middleware stands
 * down.
 * @param allowInGuardedProfiles Whether attacks run in guarded profiles too.
 * @param header Attacks by request header.
 * @param attackLoader Where configured attacks are loaded from: 'proofdock', 'none', or
 * the name of an AttackLoader bean.
 * @param proofdock The Chaos API.
 * @param attacks Attacks in the application's own configuration.
 * @param excludeRoutes Comma-separated list of path patterns, compared with the whole
 * path without regard to case, that are never attacked.
 * @param fault Faults.
 * @param limits Limits.
 * @param response Answers to requests that carried an attack header.
 * @param effects Comma-separated list of the effects that attacks may have. All of them
 * if not set.
 * @param seed Seed of everything that is left to chance, so that the same requests in the
 * same order are hit by the same attacks. Random if not set.
 */
@ConfigurationProperties(ChaosProperties.PREFIX)
public record ChaosProperties(@DefaultValue("false") boolean enabled, @Nullable String applicationName,
		@Nullable String applicationEnv, @Nullable String applicationId, @DefaultValue( {
				"prod", "production", "live" }) List<String> guardedProfiles,
		@DefaultValue("false") boolean allowInGuardedProfiles, @DefaultValue Header header,
		@DefaultValue("proofdock") String attackLoader, @DefaultValue Proofdock proofdock,
		@DefaultValue List<Attack> attacks, @DefaultValue List<String> excludeRoutes, @DefaultValue Fault fault,
		@DefaultValue Limits limits, @DefaultValue Response response, @Nullable Set<String> effects,
		@Nullable Long seed){

	static final String PREFIX = "chaos.middleware";

	/**
	 * Return the limits of the documents of operators and loaders.
	 */
	AttackLimits operatorLimits() {
		return documentLimits(AttackLimits.OPERATOR.withMaxDelay(this.limits.maxDelay())).withEffects(this.effects);
	}

	/**
	 * Return the limits of the documents of request headers.
	 */
	AttackLimits headerLimits() {
		Set<String> effects = this.header.effects();
		if (effects == null) {
			effects = this.effects;
		}
		else if (this.effects != null) {
			effects = new LinkedHashSet<>(effects);
			effects.retainAll(this.effects);
		}
		return documentLimits(new AttackLimits((int) this.limits.maxHeaderSize().toBytes(), this.limits.maxActions(),
				this.limits.maxDelay()))
			.withEffects(effects);
	}

	private AttackLimits documentLimits(AttackLimits limits) {
		return limits.withMaxBodySize((int) this.limits.maxBodySize().toBytes())
			.withMinThrottle(this.limits.minThrottle().toBytes());
	}

	/**
	 * Attacks by request header.
	 *
	 * @param enabled Whether attacks by request header are accepted.
	 * @param token Token that a request with an attack header must carry in its
	 * 'x-proofdock-attack-token' header. No token is required if not set.
	 * @param effects Comma-separated list of the effects that attacks by request header
	 * may have, of those that attacks may have at all. All of these if not set.
	 */
	public record Header(@DefaultValue("true") boolean enabled, @Nullable String token, @Nullable Set<String> effects) {

		HeaderAttacks attacks() {
			if (!this.enabled) {
				return HeaderAttacks.DISABLED;
			}
			return (this.token != null) ? HeaderAttacks.TOKEN_REQUIRED : HeaderAttacks.ENABLED;
		}

		/** Leaves out the token, which must not end up in a log. */
		@Override
		public String toString() {
			return "Header[enabled=" + this.enabled + "]";
		}

	}

	/**
	 * The Chaos API.
	 *
	 * @param apiUrl Base URL of the Chaos API. Nothing is loaded if not set.
	 * @param apiToken Bearer token for the Chaos API. Nothing is loaded if not set.
	 * @param interval Longest time between the end of one call of the attack loader and
	 * the next call.
	 * @param timeout Longest duration of one whole call of the Chaos API.
	 * @param ssl TLS of the calls.
	 */
	public record Proofdock(@Nullable String apiUrl, @Nullable String apiToken,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
			@DefaultValue("13s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout, @DefaultValue Ssl ssl) {

		/** Leaves out the token, which must not end up in a log. */
		@Override
		public String toString() {
			return "Proofdock[apiUrl=" + this.apiUrl + ", interval=" + this.interval + ", timeout=" + this.timeout
					+ ", ssl=" + this.ssl + "]";
		}

	}

	/**
	 * TLS of the calls of the Chaos API.
	 *
	 * @param bundle Name of the SSL bundle with the trust material for the Chaos API.
	 */
	public record Ssl(@Nullable String bundle) {

	}

	/**
	 * An attack, in the same language as everywhere.
	 *
	 * @param id What programs call the attack: letters, digits, '.', '_' and '-'.
	 * @param name What people call the attack.
	 * @param start When the attack begins, such as '2026-11-25T10:00:00Z'. At once if not
	 * set.
	 * @param until When the attack ends, such as '2026-11-25T12:00:00Z'. With the
	 * application if not set.
	 * @param duration How long the attack is active once it has begun, such as '10m'.
	 * @param actions Actions of the attack, walked in order.
	 * @param target Whom the attack is meant for. Everybody if not set.
	 */
	public record Attack(@Nullable String id, @Nullable String name, @Nullable String start, @Nullable String until,
			@Nullable String duration, @Nullable List<Action> actions, @Nullable Target target) {

	}

	/**
	 * An action of an attack.
	 *
	 * @param name Name of the action, which is that of its effect, such as 'delay'.
	 * @param value How long a delay lasts, class name of a fault, code of a status, how
	 * to disconnect, bandwidth of a throttle, or how much of a body remains or is
	 * corrupted.
	 * @param floor Whether a delay is the shortest duration of the whole request.
	 * @param message Message of the exception of a fault.
	 * @param headers Headers of the answer of a status. For any other action the same as
	 * 'request-headers'.
	 * @param body Body of the answer of a status. If an error has none, the application
	 * renders it.
	 * @param contentType Media type of the body of a status.
	 * @param route Route that the action can hit. Every route if not set.
	 * @param method Comma-separated list of methods that the action can hit. Every method
	 * if not set.
	 * @param requestHeaders Headers that a request must have to be hit, with a value or a
	 * list of values each; '*' is any value.
	 * @param query Query parameters that a request must have to be hit, with a value or a
	 * list of values each; '*' is any value.
	 * @param cookies Cookies that a request must have to be hit, with a value or a list
	 * of values each; '*' is any value.
	 * @param user Comma-separated list of users whose requests the action can hit.
	 * Everybody's if not set.
	 * @param probability Per cent of requests that are hit, 0.0001 to 100. All if not
	 * set.
	 * @param sticky What decides in place of dice, so that the same senders stay hit:
	 * 'header:' or 'cookie:' and a name, 'user' or 'trace'.
	 * @param ramp How long the probability grows from zero to its value.
	 * @param skip How many requests pass at first.
	 * @param every Which of the others are hit, such as 3 for every third.
	 * @param times How many requests are hit at most.
	 * @param above How many requests pass in a time, such as '100/1m'.
	 * @param type When the action happens, 'before' the handler or 'after' it. Before it
	 * if not set.
	 */
	public record Action(@Nullable String name, @Nullable String value, @Nullable Boolean floor,
			@Nullable String message, @Nullable Map<String, Object> headers, @Nullable String body,
			@Nullable String contentType, @Nullable String route,
			@JsonFormat(with = Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) @Nullable List<String> method,
			@Nullable Map<String, Object> requestHeaders, @Nullable Map<String, Object> query,
			@Nullable Map<String, Object> cookies,
			@JsonFormat(with = Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) @Nullable List<String> user,
			@Nullable String probability, @Nullable String sticky, @Nullable String ramp, @Nullable String skip,
			@Nullable String every, @Nullable String times, @Nullable String above, @Nullable String type) {

		/** Leaves out all values, some of which may be secret. */
		@Override
		public String toString() {
			return "Action[name=" + this.name + "]";
		}

	}

	/**
	 * Whom an attack is meant for.
	 *
	 * @param application Name of the attacked application. Any if not set.
	 * @param environment Attacked environment. Any if not set.
	 * @param instances Comma-separated list of the ids of the attacked instances, or a
	 * share of all such as '25%'. All if not set.
	 */
	public record Target(@Nullable String application, @Nullable String environment,
			@JsonFormat(with = Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED) @Nullable List<String> instances) {

	}

	/**
	 * Faults.
	 *
	 * @param allowed Comma-separated list of exception classes that a fault may name:
	 * full class names, 'com.example.*' for a package, 'com.example.**' for its
	 * subpackages too. Defaults to 'java.**', 'org.springframework.**' and the packages
	 * of the application.
	 */
	public record Fault(@Nullable List<String> allowed) {

	}

	/**
	 * Limits.
	 *
	 * @param maxDelay Longest delay of one request.
	 * @param maxConcurrentDelays Most requests that are delayed at the same time.
	 * Defaults to 100 where a delay holds one of a pool of threads. On WebFlux and on
	 * Tomcat with virtual threads, one for each 256 KB of heap, at most 10000 and three
	 * quarters of the connections of Tomcat.
	 * @param maxDuration Longest life of an attack that is started at the endpoint.
	 * @param maxStartedAttacks Most attacks started at the endpoint that are active at
	 * the same time.
	 * @param maxHeaderSize Largest attack header that is read.
	 * @param maxActions Most actions in one attack header.
	 * @param maxBodySize Largest body of the answer of a status.
	 * @param minThrottle Lowest bandwidth of an answer in bytes per second.
	 * @param maxHeldBody Largest body of an answer that is held until an attack has acted
	 * after the handler.
	 * @param maxRememberedIds For how many ids of attack headers it is remembered how
	 * many requests they have met.
	 */
	public record Limits(@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration maxDelay,
			@Nullable Integer maxConcurrentDelays,
			@DefaultValue("24h") @DurationUnit(ChronoUnit.SECONDS) Duration maxDuration,
			@DefaultValue("100") int maxStartedAttacks, @DefaultValue("8KB") DataSize maxHeaderSize,
			@DefaultValue("32") int maxActions, @DefaultValue("64KB") DataSize maxBodySize,
			@DefaultValue("1KB") DataSize minThrottle, @DefaultValue("1MB") DataSize maxHeldBody,
			@DefaultValue("1000") int maxRememberedIds) {

	}

	/**
	 * Answers to requests that carried an attack header.
	 *
	 * @param resultHeader Whether the 'x-proofdock-attack-result' header is sent, which
	 * says what became of each action.
	 * @param problemDetail Whether a problem detail (RFC 9457) that answers an injected
	 * fault says so in its member 'chaos'.
	 */
	public record Response(@DefaultValue("true") boolean resultHeader, @DefaultValue("true") boolean problemDetail) {

		Set<ResponseMark> marks() {
			Set<ResponseMark> marks = EnumSet.noneOf(ResponseMark.class);
			if (this.resultHeader) {
				marks.add(ResponseMark.RESULT_HEADER);
			}
			if (this.problemDetail) {
				marks.add(ResponseMark.PROBLEM_DETAIL);
			}
			return marks;
		}

	}

}
