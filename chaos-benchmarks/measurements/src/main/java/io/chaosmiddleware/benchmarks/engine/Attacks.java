package io.chaosmiddleware.benchmarks.engine;

import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;

/**
 * Attacks, by the documents that users write.
 */
final class Attacks {

	private static final AttackParser PARSER = new AttackParser(AttackLimits.OPERATOR);

	private Attacks() {
	}

	static Attack delay(String route, String application) {
		String aim = (route != null) ? ",\"route\":\"" + route + "\"" : "";
		String target = (application != null) ? ",\"target\":{\"application\":\"" + application + "\"}" : "";
		return PARSER.parse("{\"actions\":[{\"name\":\"delay\",\"value\":\"1\"" + aim + "}]" + target + "}");
	}

	static Attack fault(String route) {
		return PARSER.parse(
				"{\"actions\":[{\"name\":\"fault\",\"value\":\"java.io.IOException\",\"route\":\"" + route + "\"}]}");
	}

}
