package io.chaosmiddleware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.condition.Route;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AttackEngine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about the attack language tells the truth.
 */
class AttackLanguagePageTests {

	private static final String PAGE = read();

	private static String read() {
		try {
			return Files.readString(Path.of("..", "docs", "attack-language.md"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> blocks(String language) {
		return Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
			.matcher(PAGE)
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	@Test
	void itsExampleIsValid() {
		String example = blocks("json").get(0);

		assertThat(new AttackParser(AttackLimits.HEADER).parseStrictly(example).actions()).hasSize(2);
	}

	@Test
	void itsResultsAreThoseOfTheEngine() {
		AttackEngine engine = AttackEngine.builder()
			.identity(new ApplicationIdentity("shop", "test", "shop-1"))
			.build();
		String certain = blocks("json").get(0).replace("\"50\"", "\"100\"");

		assertThat(blocks("text")).contains(engine.decide(RequestView.of("GET", "/users/42", certain)).resultHeader())
			.contains(engine.decide(RequestView.of("GET", "/users/42", "nonsense")).resultHeader());
	}

	@Test
	void itNamesEveryReason() {
		assertThat(Stream.of(Reason.values()).map(Reason::code)).allMatch((code) -> PAGE.contains("`" + code + "`"));
	}

	@Test
	void itNamesTheLimits() {
		assertThat(PAGE).contains("| size of a header | " + AttackLimits.HEADER.maxSize() + " characters |")
			.contains("| actions in a header | " + AttackLimits.HEADER.maxActions() + " |")
			.contains("| " + AttackLimits.HEADER.maxDelay().toSeconds() + " seconds;")
			.contains("| length of a route | " + Route.MAX_LENGTH + " characters |")
			.contains("| weight of a route | " + Route.MAX_WEIGHT + " |")
			.contains("| weight of all routes of a header | " + AttackLimits.HEADER.maxRouteWeight() + " |")
			.contains("| weight of all routes of any other document, and of all attacks of one source | "
					+ AttackLimits.OPERATOR.maxRouteWeight() + " |");
	}

}
