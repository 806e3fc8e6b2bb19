package io.chaosmiddleware.effect;

import java.util.List;
import java.util.Map;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The fields of a status and of a fault, as docs/attack-language.md describes them.
 */
class StatusTests {

	private final AttackParser parser = new AttackParser(AttackLimits.HEADER);

	@Test
	void withAllFields() {
		Attack attack = this.parser.parseStrictly("""
				{"actions":[{"name":"status","value":429,"headers":{"Retry-After":5,"X-Why":"too many"},
				"body":"{\\"error\\":\\"slow down\\"}","contentType":"application/json","route":"/orders"}]}""");
		Status status = (Status) ((Action.Valid) attack.actions().get(0)).effect();

		assertThat(status.steps()).isEqualTo(List.of(new Reply(429, Map.of("Retry-After", "5", "X-Why", "too many"),
				"{\"error\":\"slow down\"}", "application/json")));
		assertThat(status.details()).isEqualTo(Map.of("status", 429));
		assertThat(this.parser.parseStrictly(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack))))
			.as("read again what is written")
			.isEqualTo(attack);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"value":"503"}                            | true  |
					{"value":"400"}                            | true  |
					{"value":"200"}                            | false |
					{"value":"302"}                            | false |
					{"value":"503","body":""}                  | false | text/plain;charset=UTF-8
					{"value":"503","body":"","contentType":"text/html; charset=\\"utf-8\\""} | false | text/html; charset="utf-8"
					""")
	void anErrorWithoutBodyIsRenderedByTheApplication(String fields, boolean rendered, String contentType) {
		Action.Valid action = (Action.Valid) this.parser.parseStrictly(document(fields)).actions().get(0);
		Reply reply = (Reply) action.effect().steps().get(0);

		assertThat(reply.isRenderedByApplication()).isEqualTo(rendered);
		assertThat(reply.contentType()).isEqualTo(contentType);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"value":"199"}                       | value | status-invalid | '199' is not a status from 200 to 599, such as '503'
					{"value":"600"}                       | value | status-invalid | '600' is not a status from 200 to 599, such as '503'
					{"value":"5xx"}                       | value | status-invalid | '5xx' is not a status from 200 to 599, such as '503'
					{"value":"204","body":""}             | body  | body-invalid   | an answer with status 204 has no body; leave it out
					{"value":"304","body":"x"}            | body  | body-invalid   | an answer with status 304 has no body; leave it out
					{"value":"205","body":"x"}            | body  | body-invalid   | an answer with status 205 has no body; leave it out
					{"value":"503","contentType":"a/b"}   | contentType | content-type-invalid | 'contentType' needs a 'body'
					{"value":"503","body":"","contentType":"json"} | contentType | content-type-invalid | 'json' is not a media type such as 'application/json'
					{"value":"503","body":"","contentType":"a/b\\r\\nx: y"} | contentType | content-type-invalid | 'a/b??x: y' is not a media type such as 'application/json'
					{"value":"503","body":"","contentType":"text/plain;charset=ISO-8859-1"} | contentType | content-type-invalid | a body is sent in UTF-8; leave out 'charset'
					{"value":"503","headers":{"Content-Length":"5"}}    | headers | header-invalid | the header 'Content-Length' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"transfer-ENCODING":"x"}} | headers | header-invalid | the header 'transfer-ENCODING' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"Connection":"close"}}    | headers | header-invalid | the header 'Connection' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"Set-Cookie":"a=b"}}      | headers | header-invalid | the header 'Set-Cookie' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"x-proofdock-attack-result":"x"}} | headers | header-invalid | the header 'x-proofdock-attack-result' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"Strict-Transport-Security":"max-age=1"}} | headers | header-invalid | the header 'Strict-Transport-Security' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"Alt-Svc":"h2"}}          | headers | header-invalid | the header 'Alt-Svc' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"X-Accel-Redirect":"/a"}} | headers | header-invalid | the header 'X-Accel-Redirect' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"X-Sendfile":"/a"}}       | headers | header-invalid | the header 'X-Sendfile' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"Access-Control-Allow-Origin":"*"}} | headers | header-invalid | the header 'Access-Control-Allow-Origin' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"Proxy-Authenticate":"x"}} | headers | header-invalid | the header 'Proxy-Authenticate' belongs to the server or a proxy, or outlives the request; leave it out
					{"value":"503","headers":{"CDN-Cache-Control":"x"}} | headers | header-invalid | an answer that an attack makes is never cached; leave out 'CDN-Cache-Control'
					{"value":"503","headers":{"Surrogate-Control":"x"}} | headers | header-invalid | an answer that an attack makes is never cached; leave out 'Surrogate-Control'
					{"value":"503","headers":{"Content-Type":"a/b"}}    | headers | header-invalid | use 'contentType' in place of the header 'Content-Type'
					{"value":"503","headers":{"ETag":"1"}}              | headers | header-invalid | an answer that an attack makes is never cached; leave out 'ETag'
					{"value":"503","headers":{"A b":"1"}}               | headers | header-invalid | 'A b' is not the name of a header
					{"value":"503","headers":{"":"1"}}                  | headers | header-invalid | '' is not the name of a header
					{"value":"503","headers":{":status":"1"}}           | headers | header-invalid | ':status' is not the name of a header
					{"value":"503","headers":{"A":"1","a":"2"}}         | headers | header-invalid | 'a' stands there twice; separate several values by commas
					{"value":"503","headers":{"A":"b\\r\\nc: d"}}       | headers | header-invalid | the value of 'A' must be printable ASCII of at most 1000 characters, without blanks around
					{"value":"503","headers":{"A":"\\u0000"}}           | headers | header-invalid | the value of 'A' must be printable ASCII of at most 1000 characters, without blanks around
					{"value":"503","headers":{"A":"ä"}}                 | headers | header-invalid | the value of 'A' must be printable ASCII of at most 1000 characters, without blanks around
					""")
	void valuesThatAreNotValid(String fields, String field, String reason, String message) {
		Action.Refused action = (Action.Refused) this.parser.parse(document(fields)).actions().get(0);

		assertThat(action.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.path()).isEqualTo("$.actions[0]." + field);
			assertThat(problem.reason()).hasToString(reason);
			assertThat(problem.message()).isEqualTo(message);
		});
	}

	@Test
	void headersThatAreTooLongTogether() {
		String value = "x".repeat(1000);
		String three = "\"headers\":{\"A\":\"%1$s\",\"B\":\"%1$s\",\"C\":\"%1$s\",\"D\":\"%1$s\"".formatted(value);

		assertThat(this.parser.parseStrictly(document("{\"value\":\"503\"," + three + "}}")).actions()).hasSize(1);
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser
				.parseStrictly(document("{\"value\":\"503\"," + three + ",\"E\":\"" + "x".repeat(100) + "\"}}")))
			.withMessageContaining("'headers' have at most 4096 characters together");
	}

	@Test
	void aBodyThatIsTooLong() {
		AttackParser operator = new AttackParser(AttackLimits.OPERATOR.withMaxBodySize(10));

		assertThat(operator.parseStrictly(document("{\"value\":\"503\",\"body\":\"0123456789\"}")).actions())
			.hasSize(1);
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> operator.parseStrictly(document("{\"value\":\"503\",\"body\":\"012345678ä\"}")))
			.withMessageContaining("a body has at most 10 bytes; see 'limits.max-body-size'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"value":"503","headers":[]}        | $.actions[0].headers: 'headers' must be an object with names and values of headers (schema)
					{"value":"503","headers":null}      | $.actions[0].headers: 'headers' must be an object with names and values of headers (schema)
					{"value":"503","headers":{"A":[]}}  | $.actions[0].headers.A: 'A' must be a text or a number (schema)
					{"value":"503","body":{}}           | $.actions[0].body: 'body' must be a text: the body of the answer (schema)
					{"value":"503","message":"x"}       | $.actions[0].message: unknown field 'message'; known are above, body, contentType, cookies, every, headers, method, name, probability, query, ramp, requestHeaders, route, skip, sticky, times, type, user, value (schema)
					""")
	void aWrongTypeRefusesTheDocument(String fields, String problem) {
		assertThatExceptionOfType(AttackRefusedException.class).isThrownBy(() -> this.parser.parse(document(fields)))
			.withMessageContaining(problem);
	}

	@Test
	void aFaultWithAMessage() {
		Attack attack = this.parser
			.parseStrictly(document("{\"value\":\"java.io.IOException\",\"message\":\"Straße gesperrt\"}")
				.replace("status", "fault"));

		assertThat(((Action.Valid) attack.actions().get(0)).effect())
			.isEqualTo(new Fault("java.io.IOException", "Straße gesperrt"));
		assertThat(this.parser.parseStrictly(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack))))
			.isEqualTo(attack);
	}

	@ParameterizedTest
	@CsvSource({ "''", "'a\\nb'", "'\\u001b[2J'", "'\\u2028'", "'\\u202e'", "'\\ud800'" })
	void aMessageThatIsNotALine(String message) {
		Action.Refused action = (Action.Refused) this.parser
			.parse(document("{\"value\":\"x\",\"message\":\"" + message + "\"}").replace("status", "fault"))
			.actions()
			.get(0);

		assertThat(action.problems()).singleElement()
			.hasToString("$.actions[0].message: a message has 1 to 200 characters, and no line breaks or control"
					+ " characters (message-invalid)");
	}

	private static String document(String fields) {
		return "{\"actions\":[{\"name\":\"status\"," + fields.substring(1) + "]}";
	}

}
