package io.chaosmiddleware.sample;

import java.util.List;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every curl command in the README prints what the README says, in the order of the page.
 */
abstract class ReadmeContract {

	@LocalServerPort
	private int port;

	@TestFactory
	List<DynamicTest> everyCommandPrintsWhatTheReadmeSays() {
		List<Console> commands = Console.of(Markdown.of("README.md")).stream().filter(Console::isCurl).toList();
		assertThat(commands).hasSizeGreaterThan(6);
		return commands.stream()
			.map((command) -> DynamicTest.dynamicTest(command.command(), () -> command.verify(this.port)))
			.toList();
	}

}
