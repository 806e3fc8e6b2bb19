package io.chaosmiddleware.document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTextTests {

	@Test
	void printableAsciiStaysAsItIs() {
		assertThat(PrintableText.of("GET /users/42?x=~ ok")).isEqualTo("GET /users/42?x=~ ok");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r", "\n", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u2028", "\u202e", "é", "名" })
	void everythingElseBecomesAQuestionMark(String text) {
		assertThat(PrintableText.of("a" + text + "b")).isEqualTo("a?b");
	}

	@Test
	void textIsCutAfter128Characters() {
		assertThat(PrintableText.of("x".repeat(127))).isEqualTo("x".repeat(127));
		assertThat(PrintableText.of("x".repeat(128))).isEqualTo("x".repeat(128));
		assertThat(PrintableText.of("x".repeat(129))).isEqualTo("x".repeat(128) + "...");
		assertThat(PrintableText.of("x".repeat(1_000_000))).hasSize(131);
	}

}
