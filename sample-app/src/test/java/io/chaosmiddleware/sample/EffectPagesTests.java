package io.chaosmiddleware.sample;

import java.util.List;
import java.util.stream.Stream;

import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.effect.EffectType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every effect has a page, and all of these pages are built in the same way.
 */
class EffectPagesTests {

	static Stream<Markdown> pages() {
		return Stream.of(EffectType.values()).map(EffectPagesTests::page);
	}

	private static Markdown page(EffectType effect) {
		return Markdown.of("docs/effect-" + effect.code() + ".md");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void theHeadingsAreTheSame(Markdown page) {
		assertThat(page.text().lines().filter((line) -> line.startsWith("## "))).containsExactly(
				"## What the client sees", "## What the application sees", "## On the wire", "## Value grammar",
				"## Limits", "## Example");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void theExampleIsACommand(Markdown page) {
		assertThat(Console.of(page)).isNotEmpty().allMatch(Console::isCurl);
		assertThat(page.text().indexOf("```console")).isGreaterThan(page.text().indexOf("\n## Example\n"));
	}

	@ParameterizedTest
	@EnumSource
	void aPageHasDocumentsThatAreValid(EffectType effect) {
		for (String document : page(effect).blocks("json")) {
			assertThat(new AttackParser(AttackLimits.HEADER).parseStrictly(document).actions())
				.extracting((action) -> action.name())
				.contains(effect.code());
		}
	}

	@Test
	void theOverviewLeadsToAllOfThem() {
		List<String> links = Markdown.of("docs/attack-language.md").relativeLinks();

		assertThat(links)
			.containsAll(Stream.of(EffectType.values()).map((effect) -> "effect-" + effect.code() + ".md").toList());
	}

}
