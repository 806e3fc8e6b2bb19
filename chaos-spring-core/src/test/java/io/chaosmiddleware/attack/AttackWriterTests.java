package io.chaosmiddleware.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.chaosmiddleware.conformance.ConformanceVector;
import io.chaosmiddleware.document.AttackLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written and read again is equal.
 */
class AttackWriterTests {

	private final AttackParser parser = new AttackParser(AttackLimits.OPERATOR);

	private Attack again(Attack attack) {
		return this.parser.parse(JsonMapper.shared().writeValueAsString(AttackWriter.write(attack)));
	}

	@Test
	void writesWhatPeopleWrite() {
		String document = "{\"actions\":[{\"name\":\"delay\",\"value\":\"2\",\"route\":\"/users/{id}\",\"probability\":\"50\"},"
				+ "{\"name\":\"fault\",\"value\":\"java.io.IOException\"}],\"target\":{\"application\":\"shop\",\"environment\":\"test\"}}";

		assertThat(JsonMapper.shared().writeValueAsString(AttackWriter.write(this.parser.parse(document))))
			.isEqualTo(document);
	}

	@Test
	void allVectorsThatCanBeRead() {
		int written = 0;
		for (ConformanceVector vector : ConformanceVector.readAll()) {
			if (vector.header() != null) {
				written += assertIsWritten(vector.header());
			}
		}
		assertThat(written).isGreaterThan(100);
	}

	private int assertIsWritten(String document) {
		Attack attack;
		try {
			attack = this.parser.parse(document);
		}
		catch (AttackRefusedException ex) {
			return 0;
		}
		Attack valid = attack.with(attack.actions().stream().filter(Action.Valid.class::isInstance).toList());
		assertThat(again(attack)).isEqualTo(valid);
		return valid.actions().size();
	}

	@Test
	void generatedDocuments() {
		Random random = new Random(3);
		List<String> texts = List.of("", " ", "/users/{id}", "^/[a-z]+$", "\u00e9\ud83d\ude00", "a\"b\\\\c\n",
				"java.io.IOException");
		int written = 0;
		for (int i = 0; i < 2000; i++) {
			List<Map<String, Object>> actions = new ArrayList<>();
			for (int j = random.nextInt(4); j >= 0; j--) {
				Map<String, Object> action = new LinkedHashMap<>();
				boolean delay = random.nextBoolean();
				action.put("name", delay ? "delay" : "fault");
				action.put("value", delay ? " +0" + random.nextInt(1, 60) : texts.get(random.nextInt(texts.size())));
				if (random.nextBoolean()) {
					action.put("route", texts.get(random.nextInt(texts.size())));
				}
				if (random.nextBoolean()) {
					action.put("probability", random.nextInt(1, 101));
				}
				actions.add(action);
			}
			Map<String, Object> document = new LinkedHashMap<>(Map.of("actions", actions));
			if (random.nextBoolean()) {
				document.put("target", Map.of("application", "x" + texts.get(random.nextInt(texts.size()))));
			}
			written += assertIsWritten(JsonMapper.shared().writeValueAsString(document));
		}
		assertThat(written).isGreaterThan(2000);
	}

}
