package io.chaosmiddleware.condition;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.attack.AttackWriter;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.engine.AttackEngine;
import org.apache.commons.statistics.inference.BinomialTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Which instances of an application a target means.
 */
class InstancesTests {

	private final AttackParser parser = new AttackParser(AttackLimits.OPERATOR);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"instances":["shop-1","shop-2"]}                | injected;seconds=1
			{"instances":"shop-1"}                           | injected;seconds=1
			{"instances":["shop-2","shop-3"]}                | missed;reason=instances
			{"instances":["SHOP-1"]}                         | missed;reason=instances
			{"instances":"100%"}                             | injected;seconds=1
			{"instances":" 100.0 % "}                        | injected;seconds=1
			{"instances":"0.0001%"}                          | missed;reason=instances
			{"application":"shop","instances":["shop-1"]}    | injected;seconds=1
			{"application":"other","instances":["shop-1"]}   | missed;reason=application
			{"environment":"other","instances":["shop-2"]}   | missed;reason=environment
			""")
	void decidesWithTheRestOfTheTarget(String target, String verdict) {
		AttackEngine engine = engine("shop-1");

		assertThat(engine.decide(RequestView.of("GET", "/", document("", target))).resultHeader())
			.isEqualTo("delay;verdict=" + verdict);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"instances":[]}          | $.target.instances: 'instances' has no ids; leave it out to mean all (schema)
					{"instances":["a",""]}    | $.target.instances: an id in 'instances' must not be blank (blank-target)
					{"instances":" "}         | $.target.instances: an id in 'instances' must not be blank (blank-target)
					{"instances":25}          | $.target.instances: 'instances' must be a list of ids, or a share such as '25%' (schema)
					{"instances":[25]}        | $.target.instances: 'instances' must be a list of ids, or a share such as '25%' (schema)
					{"instances":{}}          | $.target.instances: 'instances' must be a list of ids, or a share such as '25%' (schema)
					{"instances":["25%"]}     | $.target.instances: a share of the instances is a text such as '25%', not a list (schema)
					{"instances":"0%"}        | $.target.instances: a share of the instances must be between 0.0001% and 100%, with at most four decimals (schema)
					{"instances":"100.1%"}    | $.target.instances: a share of the instances must be between 0.0001% and 100%, with at most four decimals (schema)
					{"instances":"0.00001%"}  | $.target.instances: a share of the instances must be between 0.0001% and 100%, with at most four decimals (schema)
					{"instances":"x%"}        | $.target.instances: a share of the instances must be between 0.0001% and 100%, with at most four decimals (schema)
					{"instances":"%"}         | $.target.instances: a share of the instances must be between 0.0001% and 100%, with at most four decimals (schema)
					""")
	void whatIsNotValidRefusesTheDocument(String target, String problem) {
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parse(document("", target)))
			.satisfies((ex) -> assertThat(ex.problems()).singleElement().hasToString(problem));
	}

	@Test
	void idsAreBounded() {
		String most = "{\"instances\":[" + String.join(",", Collections.nCopies(1000, "\"a\"")) + "]}";

		assertThat(this.parser.parse(document("", most)).target().instances().ids()).hasSize(1000);
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parse(document("", most.replace("]", ",\"a\"]"))))
			.withMessageContaining("'instances' has at most 1000 ids");
		assertThatExceptionOfType(AttackRefusedException.class)
			.isThrownBy(() -> this.parser.parse(document("", "{\"instances\":\"" + "a".repeat(257) + "\"}")))
			.withMessageContaining("an id in 'instances' has at most 256 characters");
		assertThatIllegalArgumentException().isThrownBy(() -> new Instances(List.of(), 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Instances(List.of("a"), 1));
	}

	// Instances of several versions must agree on who is hit.
	@ParameterizedTest
	@CsvSource({ "shop-1,blip,0.31686466067802765", "shop-2,blip,0.4307183917912677",
			"shop-3,other,0.39460044097502045", "öäü,'{}',0.4244590238382411" })
	void thePointOfAnInstanceIsTheSameForEver(String instance, String attack, double point) {
		assertThat(Instances.point(instance, attack)).isEqualTo(point, within(1e-15));
	}

	@Test
	void anAttackWithoutIdIsIdentifiedByItsDocumentWithoutItsInstances() {
		Attack attack = this.parser
			.parse("{\"name\":\"Blip \\u00e4\",\"duration\":\"10m\",\"actions\":[{\"value\":\"+1\","
					+ "\"name\":\"delay\",\"probability\":50.0,\"headers\":{\"b\":\"1\",\"a\":[\"2\",\"3\"]},\"route\":\"/a\"}],"
					+ "\"target\":{\"instances\":\"25%\",\"application\":\"shop\"}}");

		assertThat(attack.key())
			.isEqualTo("{\"name\":\"Blip \u00e4\",\"duration\":\"10m\",\"actions\":[{\"name\":\"delay\","
					+ "\"value\":\"1\",\"route\":\"/a\",\"requestHeaders\":{\"a\":[\"2\",\"3\"],\"b\":\"1\"},\"probability\":\"50\"}],"
					+ "\"target\":{\"application\":\"shop\"}}");
		assertThat(this.parser.parse(document("\"id\":\"blip\",", "{\"instances\":\"25%\"}")).key()).isEqualTo("blip");
		assertThat(this.parser.parse(document("", "{\"instances\":\"25%\"}")).key())
			.isEqualTo("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}]}");
	}

	@Test
	void aLargerShareKeepsThoseThatWereHit() {
		Set<String> before = Set.of();
		for (String share : List.of("0.5%", "1%", "10%", "25%", "90%", "100%")) {
			Set<String> hit = hit("", share);
			assertThat(hit).containsAll(before).hasSizeGreaterThan(before.size());
			before = hit;
		}
		assertThat(before).hasSize(2000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"id\":\"a\",", "\"id\":\"b\"," })
	void aShareIsAsLargeAsItSays(String id) {
		assertThat(BinomialTest.withDefaults().test(2000, hit(id, "25%").size(), 0.25).getPValue())
			.isGreaterThan(0.001);
	}

	@Test
	void twoAttacksMeanDifferentInstances() {
		Set<String> both = hit("\"id\":\"a\",", "50%");
		both.retainAll(hit("\"id\":\"b\",", "50%"));

		assertThat(BinomialTest.withDefaults().test(2000, both.size(), 0.25).getPValue()).isGreaterThan(0.001);
	}

	private Set<String> hit(String id, String share) {
		Attack attack = this.parser.parse(document(id, "{\"instances\":\"" + share + "\"}"));
		return IntStream.range(0, 2000)
			.mapToObj((i) -> "shop-" + i)
			.filter((instance) -> attack.targets(new ApplicationIdentity(null, null, instance)))
			.collect(Collectors.toSet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"instances\":\"25%\"}", "{\"application\":\"a\",\"instances\":\"0.5%\"}",
			"{\"instances\":\"b\"}", "{\"instances\":[\"c\",\"d\"]}" })
	void areWrittenAsTheyAreRead(String target) {
		Attack attack = this.parser.parse(document("", target));

		String written = JsonMapper.shared().writeValueAsString(AttackWriter.write(attack));

		assertThat(written).endsWith("\"target\":" + target + "}");
		assertThat(this.parser.parse(written)).isEqualTo(attack);
	}

	private static AttackEngine engine(String id) {
		return AttackEngine.builder().identity(new ApplicationIdentity("shop", null, id)).build();
	}

	private static String document(String id, String target) {
		return "{" + id + "\"actions\":[{\"name\":\"delay\",\"value\":\"1\"}],\"target\":" + target + "}";
	}

}
