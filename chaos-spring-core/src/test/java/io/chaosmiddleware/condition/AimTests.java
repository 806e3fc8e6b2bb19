package io.chaosmiddleware.condition;

import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.engine.AttackSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whom the conditions {@code method}, {@code headers}, {@code query}, {@code cookies} and
 * {@code user} hit.
 */
class AimTests {

	private final AttackParser parser = new AttackParser(AttackLimits.OPERATOR);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			"GET"             | GET  | -
			"GET"             | HEAD | method
			["PUT","POST"]    | POST | -
			["PUT","POST"]    | GET  | method
			"M-SEARCH"        | M-SEARCH | -
			"m-search"        | M-SEARCH | method
			""")
	void method(String expected, String method, @Nullable String missed) {
		assertMiss("{\"method\":" + expected + "}", new Request(method, null, Map.of(), null), missed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			{"X-User":"42"}              | x-user: 42              | -
			{"x-user":"42"}              | X-USER: 42              | -
			{"x-user":42}                | x-user: 42              | -
			{"x-user":"42"}              | x-user: 421             | headers
			{"x-user":"ab"}              | x-user: AB              | headers
			{"x-user":"42"}              | x-other: 42             | headers
			{"x-user":["41","42"]}       | x-user: 42              | -
			{"x-user":"42"}              | x-user: 41; x-user: 42  | -
			{"x-user":"*"}               | x-user: anything        | -
			{"x-user":["1","*"]}         | x-user: anything        | -
			{"x-user":"*"}               | x-other: anything       | headers
			{"x-user":""}                | x-user:                 | -
			{"x-user":""}                | x-user: 1               | headers
			{"x-user":"42","x-new":"*"}  | x-user: 42              | headers
			{"x-user":"42","x-new":"*"}  | x-user: 42; x-new: 1    | -
			{"accept":"text/html"}       | accept: text/html, */*  | headers
			""")
	void headers(String expected, String headers, @Nullable String missed) {
		Map<String, List<String>> actual = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		Arrays.stream(headers.split("; *"))
			.map((header) -> header.split(": *", 2))
			.forEach((header) -> actual.merge(header[0], List.of(header[1]),
					(first, second) -> List.of(first.get(0), second.get(0))));
		assertMiss("{\"headers\":" + expected + "}", new Request("GET", null, actual, null), missed);
		assertMiss("{\"requestHeaders\":" + expected + "}", new Request("GET", null, actual, null), missed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			{"page":"2"}            | page=2                    | -
			{"page":2}              | page=2                    | -
			{"page":"2"}            | page=22                   | query
			{"page":"2"}            | mypage=2                  | query
			{"page":"2"}            | pages=2                   | query
			{"page":"2"}            | Page=2                    | query
			{"page":"2"}            | a=b&page=2&c              | -
			{"page":"2"}            | page=1&page=2             | -
			{"page":["1","2"]}      | page=2                    | -
			{"page":"*"}            | page=anything             | -
			{"page":"*"}            | page                      | -
			{"page":"*"}            | page=                     | -
			{"page":"*"}            | p=page                    | query
			{"page":"*"}            | -                         | query
			{"page":"*"}            | ``                        | query
			{"page":""}             | page                      | -
			{"page":""}             | page=                     | -
			{"page":""}             | page=1                    | query
			{"page":"2","q":"*"}    | page=2                    | query
			{"page":"2","q":"*"}    | q=x&page=2                | -
			{"q":"a b"}             | q=a+b                     | -
			{"q":"a b"}             | q=a%20b                   | -
			{"q":"a+b"}             | q=a+b                     | query
			{"q":"a+b"}             | q=a%2Bb                   | -
			{"q":"a=b"}             | q=a=b                     | -
			{"q=a":"b"}             | q=a=b                     | query
			{"q=a":"b"}             | q%3Da=b                   | -
			{"q":"*"}               | &&=&q&                    | -
			{"q":"a&b"}             | q=a%26b                   | -
			{"q":"a;b"}             | q=a;b                     | -
			{"q":"100%"}            | q=100%                    | -
			{"q":"%zz"}             | q=%zz                     | -
			{"q":"%4"}              | q=%4&x                    | -
			{"straße":"köln"}       | stra%C3%9Fe=k%c3%b6ln     | -
			{"straße":"köln"}       | stra%DFe=k%F6ln           | query
			{"straße":"köln"}       | straße=köln               | -
			{"q":"köln"}            | q=koln                    | query
			{"q":"\\ud83d\\ude00€"} | q=%F0%9F%98%80%E2%82%AC   | -
			{"q":"\\ud83d\\ude00€"} | q=😀€                     | -
			{"q":"€"}               | q=₭                       | query
			{"q":"a"}               | q=a%C3                    | query
			{"q":"a"}               | q=aä                      | query
			""")
	void query(String expected, @Nullable String query, @Nullable String missed) {
		assertMiss("{\"query\":" + expected + "}", new Request("GET", query, Map.of(), null), missed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			{"sid":"42"}          | sid=42                  | -
			{"sid":42}            | sid=42                  | -
			{"sid":"42"}          | a=b; sid=42; c=d        | -
			{"sid":"42"}          | a=b;sid=42 ;c=d         | -
			{"sid":"42"}          | Sid=42                  | cookies
			{"sid":"42"}          | mysid=42                | cookies
			{"sid":"42"}          | sid=421                 | cookies
			{"sid":"42"}          | sid                     | cookies
			{"sid":"42"}          | a=sid=42                | cookies
			{"sid":"a%20b"}       | sid=a%20b               | -
			{"sid":"a b"}         | sid=a%20b               | cookies
			{"sid":["41","42"]}   | sid=42                  | -
			{"sid":"42"}          | sid=41; sid=42          | -
			{"sid":"42"}          | a=b^sid=42              | -
			{"sid":"*"}           | sid=anything            | -
			{"sid":"*"}           | sid=                    | -
			{"sid":"*"}           | other=sid               | cookies
			{"sid":"*"}           | -                       | cookies
			{"sid":""}            | sid=                    | -
			{"sid":"a=b"}         | sid=a=b                 | -
			{"sid":"42","b":"*"}  | sid=42                  | cookies
			{"sid":"42","b":"*"}  | b=1; sid=42             | -
			""")
	void cookies(String expected, @Nullable String cookies, @Nullable String missed) {
		Map<String, List<String>> headers = (cookies != null) ? Map.of("cookie", List.of(cookies.split("\\^")))
				: Map.of();
		assertMiss("{\"cookies\":" + expected + "}", new Request("GET", null, headers, null), missed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			"alice"          | alice | -
			"alice"          | Alice | user
			"alice"          | -     | user
			["bob","alice"]  | alice | -
			"*"              | alice | -
			"*"              | -     | user
			""")
	void user(String expected, @Nullable String user, @Nullable String missed) {
		assertMiss("{\"user\":" + expected + "}", new Request("GET", null, Map.of(), user), missed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			/users  | GET | 1 | 1 | 1 | alice | -
			/orders | PUT | 2 | 2 | 2 | bob   | route
			/users  | PUT | 2 | 2 | 2 | bob   | method
			/users  | GET | 2 | 2 | 2 | bob   | headers
			/users  | GET | 1 | 2 | 2 | bob   | query
			/users  | GET | 1 | 1 | 2 | bob   | cookies
			/users  | GET | 1 | 1 | 1 | bob   | user
			""")
	void allOfThemMustHoldAndTheFirstThatDoesNotIsTheReason(String route, String method, String header, String query,
			String cookie, String user, @Nullable String missed) {
		assertMiss(
				"{\"user\":\"alice\",\"cookies\":{\"c\":\"1\"},\"query\":{\"q\":\"1\"},\"headers\":{\"h\":\"1\"},"
						+ "\"method\":\"GET\",\"route\":\"" + route.replace("orders", "nothing") + "\"}",
				new Request(method, "q=" + query, Map.of("h", List.of(header), "cookie", List.of("c=" + cookie)), user),
				missed);
	}

	private void assertMiss(String aim, Request request, @Nullable String missed) {
		Attack attack = this.parser.parseStrictly(document("delay", aim));
		Action.Valid action = (Action.Valid) attack.actions().get(0);
		Reason reason = action.aim()
			.stream()
			.map((condition) -> condition.miss(request, request.path(), Dice.HIT))
			.filter((miss) -> miss != null)
			.findFirst()
			.orElse(null);
		assertThat((reason != null) ? reason.code() : null).isEqualTo(missed);
		Attack again = this.parser.parseStrictly(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack)));
		assertThat(again).as("written and read again").isEqualTo(attack).hasSameHashCodeAs(attack);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"method":"get"}          | $.actions[0].method: 'get' is not a method, since case matters; use GET (method-invalid)
					{"method":["GET","Post"]} | $.actions[0].method: 'Post' is not a method, since case matters; use POST (method-invalid)
					{"method":""}             | $.actions[0].method: '' is not the name of an HTTP method, such as 'GET' (method-invalid)
					{"method":"G T"}          | $.actions[0].method: 'G T' is not the name of an HTTP method, such as 'GET' (method-invalid)
					{"method":"*"}            | $.actions[0].method: leave out 'method' to mean any method (method-invalid)
					{"method":[]}             | $.actions[0].method: the list 'method' needs at least one value (method-invalid)
					{"headers":{}}            | $.actions[0].headers: 'headers' has no names; leave it out to mean any request (header-invalid)
					{"headers":{"a b":"1"}}   | $.actions[0].headers: 'a b' is not the name of a header (header-invalid)
					{"headers":{"":"1"}}      | $.actions[0].headers: '' is not the name of a header (header-invalid)
					{"headers":{"a":"1","A":"2"}} | $.actions[0].headers: 'a' stands there twice; give a list of values (header-invalid)
					{"headers":{"a":[]}}      | $.actions[0].headers: the list 'a' needs at least one value (header-invalid)
					{"headers":{"a":"***"}}   | $.actions[0].headers: '***' stands for a value that is not shown; give the value of 'a' in its place (header-invalid)
					{"requestHeaders":{"a":["1","***"]}} | $.actions[0].requestHeaders: '***' stands for a value that is not shown; give the value of 'a' in its place (header-invalid)
					{"headers":{"a":"1"},"requestHeaders":{"b":"1"}} | $.actions[0].requestHeaders: 'headers' and 'requestHeaders' are the same here; leave one of them out (header-invalid)
					{"query":{}}              | $.actions[0].query: 'query' has no names; leave it out to mean any request (query-invalid)
					{"query":{"":"1"}}        | $.actions[0].query: '' is not the name of a query parameter (query-invalid)
					{"query":{"a":"\\ud83d"}} | $.actions[0].query: a value of 'a' has half of a surrogate pair; write the whole character (query-invalid)
					{"query":{"\\ud83d":"a"}} | $.actions[0].query: '?' is not the name of a query parameter (query-invalid)
					{"cookies":{}}            | $.actions[0].cookies: 'cookies' has no names; leave it out to mean any request (cookie-invalid)
					{"cookies":{"a=b":"1"}}   | $.actions[0].cookies: 'a=b' is not the name of a cookie (cookie-invalid)
					{"cookies":{"a":"***"}}   | $.actions[0].cookies: '***' stands for a value that is not shown; give the value of 'a' in its place (cookie-invalid)
					{"user":""}               | $.actions[0].user: a user has a name; leave out 'user' to mean everybody (user-invalid)
					{"user":[]}               | $.actions[0].user: the list 'user' needs at least one value (user-invalid)
					{"user":"***"}            | $.actions[0].user: '***' stands for a value that is not shown; give the value of 'user' in its place (user-invalid)
					""")
	void whatIsRefusedAlone(String aim, String problem) {
		assertThat(refusal("delay", aim)).isEqualTo(problem);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"method":{}}               | $.actions[0].method: 'method' must be a text or a list of texts (schema)
					{"method":null}             | $.actions[0].method: 'method' must be a text or a list of texts (schema)
					{"headers":[]}              | $.actions[0].headers: 'headers' must be an object with a text or a list of texts for each name (schema)
					{"headers":"x-user"}        | $.actions[0].headers: 'headers' must be an object with a text or a list of texts for each name (schema)
					{"headers":{"a":{}}}        | $.actions[0].headers.a: 'a' must be a text or a list of texts (schema)
					{"query":{"a":1.5}}         | $.actions[0].query.a: 'a' must be a text or a list of texts (schema)
					{"query":{"a":[true]}}      | $.actions[0].query.a: 'a' must be a text or a list of texts (schema)
					{"cookies":null}            | $.actions[0].cookies: 'cookies' must be an object with a text or a list of texts for each name (schema)
					{"user":[["a"]]}            | $.actions[0].user: 'user' must be a text or a list of texts (schema)
					""")
	void aWrongTypeRefusesTheDocument(String aim, String problem) {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parse(document("delay", aim)))
			.satisfies((ex) -> assertThat(ex.problems().get(0)).hasToString(problem));
	}

	@Test
	void namesAndValuesAreBounded() {
		assertThat(refusal("delay", "{\"user\":\"" + "a".repeat(257) + "\"}"))
			.contains("a value of 'user' has at most 256 characters");
		assertThat(refusal("delay", "{\"query\":{\"a\":\"" + "b".repeat(1001) + "\"}}"))
			.contains("a value of 'a' has at most 1000 characters");
		assertThat(refusal("delay", "{\"query\":{\"" + "a".repeat(257) + "\":\"b\"}}"))
			.contains("...' is not the name of a query parameter");
		String thirtyThree = String.join(",", Collections.nCopies(33, "\"a\""));
		assertThat(refusal("delay", "{\"user\":[" + thirtyThree + "]}"))
			.contains("the list 'user' may have at most 32 values");
		StringBuilder names = new StringBuilder();
		for (int i = 0; i < 33; i++) {
			names.append((i > 0) ? "," : "").append("\"a").append(i).append("\":\"*\"");
		}
		assertThat(refusal("delay", "{\"cookies\":{" + names + "}}")).contains("'cookies' has at most 32 names");
		assertThat(this.parser
			.parseStrictly(document("delay", "{\"cookies\":{" + names.substring(0, names.lastIndexOf(",")) + "}}"))
			.weight()).isEqualTo(32 * 128);
	}

	@Test
	void thereMayNotBeMoreNamesThanComparingThemMayCost() {
		String aim = "{\"query\":{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\"}}";
		String[] aims = Collections.nCopies(391, aim).toArray(String[]::new);

		List<Action> actions = this.parser.parse(document("delay", aims)).actions();

		assertThat(actions.get(389)).isInstanceOf(Action.Valid.class);
		assertThat(actions.get(390)).isInstanceOfSatisfying(Action.Refused.class, (refused) -> assertThat(
				refused.problems())
			.singleElement()
			.hasToString("$.actions[390].query: 'query' is too heavy: each name weighs 128, each further value"
					+ " of it 32, and the routes and names of the document together weigh more than it may (query-invalid)"));
	}

	@Test
	void inAStatusHeadersAreThoseOfTheAnswer() {
		Attack attack = this.parser.parseStrictly(
				document("status", "{\"headers\":{\"x-a\":\"1\"},\"requestHeaders\":{\"x-b\":[\"1\",\"2\"]}}"));
		Action.Valid action = (Action.Valid) attack.actions().get(0);

		assertThat(AttackWriter.write(action)).containsEntry("headers", Map.of("x-a", "1"))
			.containsEntry("requestHeaders", Map.of("x-b", List.of("1", "2")));
		assertThat(this.parser.parseStrictly(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack))))
			.isEqualTo(attack);
		assertThat(action.aim()).hasSize(1);
		assertThat(((Action.Valid) this.parser.parseStrictly(document("status", "{\"headers\":{\"x-a\":\"1\"}}"))
			.actions()
			.get(0)).aim()).isEmpty();
	}

	@Test
	void secretsAreNeverPrinted() {
		Attack attack = this.parser.parseStrictly(document("delay",
				"{\"headers\":{\"x-a\":[\"secret\",\"1\"],\"x-b\":\"*\"},\"cookies\":{\"sid\":\"secret\"},\"user\":\"secret\","
						+ "\"query\":{\"q\":\"open\"}}"));
		Action.Valid action = (Action.Valid) attack.actions().get(0);

		assertThat(attack.toString()).doesNotContain("secret").contains("x-a", "x-b", "sid", "open");
		assertThat(AttackWriter.writeMasked(action)).containsEntry("requestHeaders", Map.of("x-a", "***", "x-b", "*"))
			.containsEntry("cookies", Map.of("sid", "***"))
			.containsEntry("user", "***")
			.containsEntry("query", Map.of("q", "open"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"headers\":{\"a\":\"***********\"}}", "{\"query\":{\"a\":\"***\"}}" })
	void onlyTheMaskOfASecretIsRefused(String aim) {
		assertThat(this.parser.parseStrictly(document("delay", aim)).actions()).hasSize(1);
	}

	@Test
	void theUserIsOnlyNeededByAttacksOnThisApplicationThatNameOne() {
		AttackEngine engine = AttackEngine.builder().identity(new ApplicationIdentity("shop", null, "shop-1")).build();
		String user = document("delay", "{\"user\":\"alice\"}");

		assertThat(engine.needsUser()).isFalse();
		engine.control()
			.replace(AttackSource.LOADER, List.of(this.parser.parse(document("delay", "{\"method\":\"GET\"}")),
					this.parser.parse(user.replaceFirst("\\{", "{\"target\":{\"application\":\"other\"},"))));
		assertThat(engine.needsUser()).isFalse();
		engine.control().replace(AttackSource.LOADER, List.of(this.parser.parse(user)));
		assertThat(engine.needsUser()).isTrue();
	}

	private String refusal(String name, String aim) {
		Action.Refused action = (Action.Refused) this.parser.parse(document(name, aim)).actions().get(0);
		assertThat(action.problems()).hasSize(1);
		return action.problems().get(0).toString();
	}

	private static String document(String name, String... aims) {
		String value = name.equals("status") ? "503" : "1";
		return "{\"actions\":[" + String.join(",",
				Arrays.stream(aims)
					.map((aim) -> "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"," + aim.substring(1))
					.toList())
				+ "]}";
	}

	private record Request(String method, @Nullable String query, Map<String, List<String>> values,
			@Nullable String user) implements RequestView {

		@Override
		public String path() {
			return "/users";
		}

		@Override
		public List<String> headers(String name) {
			return this.values.getOrDefault(name, List.of());
		}

		@Override
		public @Nullable Principal principal() {
			return (this.user != null) ? () -> this.user : null;
		}

	}

}
