package io.chaosmiddleware.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/observability.md}: its commands print what it says, and leave in the log
 * what it says.
 */
@ExtendWith(OutputCaptureExtension.class)
@Import(ObservabilityConfiguration.class)
abstract class ObservabilityContract {

	static final Markdown PAGE = Markdown.of("docs/observability.md");

	private static final Pattern METRIC = Pattern.compile("\\b(?:chaos|http_server_requests)_[a-z_]+\\b");

	// in JSON the quotes are escaped
	private static final Pattern SELECTED_VALUE = Pattern.compile("\\b[a-z]+!?=\\\\?\"[a-z]+\\\\?\"");

	private static final Pattern GROUPED = Pattern.compile("by \\([a-z, ]+\\)");

	@LocalServerPort
	private int port;

	@TestFactory
	List<DynamicTest> everyCommandPrintsAndLogsWhatThePageSays(CapturedOutput output) {
		List<DynamicTest> tests = new ArrayList<>();
		for (Console command : Console.of(PAGE)) {
			tests.add(DynamicTest.dynamicTest(command.command(), () -> command.verify(this.port)));
		}
		for (String line : PAGE.blocks(logLanguage()).get(0).lines().toList()) {
			tests.add(DynamicTest.dynamicTest(line,
					() -> assertThat(output.getAll()).containsPattern(Console.pattern(line))));
		}
		return tests;
	}

	/** The language of the block on the page that shows the log. */
	abstract String logLanguage();

	@Test
	void listenersOnThePageAreTold(@Autowired ObservabilityConfiguration configuration) throws InterruptedException {
		ShopClient shop = new ShopClient(this.port);
		BlockingQueue<String> pages = configuration.pages;
		pages.clear();
		shop.send("POST", "/actuator/chaos", "{\"actions\": []}", "Content-Type", "application/json");
		shop.send("POST", "/actuator/chaos/halt", null);
		shop.send("POST", "/actuator/chaos/resume", null);
		shop.send("DELETE", "/actuator/chaos", null);

		String first = pages.poll(30, TimeUnit.SECONDS);
		String second = pages.poll(30, TimeUnit.SECONDS);
		assertThat(List.of(first, second)).satisfiesExactlyInAnyOrder(
				(page) -> assertThat(page)
					.matches("Chaos until .+T[:0-9]{8}(\\.\\d{3})?Z, started by somebody \\(127\\.0\\.0\\.1, HTTP\\)"),
				(page) -> assertThat(page).isEqualTo("Chaos was halted by somebody (127.0.0.1, HTTP)"));
	}

	@Test
	void dashboardAndAlertsNameOnlyMetricsThatAreThere() {
		ShopClient shop = new ShopClient(this.port);
		shop.get("/products");
		String scrape = shop.get("/actuator/prometheus").body();
		String there = scrape.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]", 2)[0])
			.distinct()
			.collect(Collectors.joining("\n"));

		for (String file : List.of("docs/grafana/chaos-middleware.json", "docs/prometheus/chaos-alerts.yml")) {
			List<String> metrics = Markdown.of(file).find(METRIC);
			assertThat(metrics).as(file)
				.isNotEmpty()
				.allSatisfy((metric) -> assertThat(there.lines()).contains(metric));
		}
	}

}
