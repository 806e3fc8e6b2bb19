package io.chaosmiddleware.spring.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;
import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatusSource;
import io.chaosmiddleware.spring.actuate.EndpointApplication.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call on the pages about the endpoint is made in the order in which people read
 * them, and answers what the page says, except for times and identifiers.
 */
class EndpointDocumentationTests {

	private static final Path DOCS = Path.of("../docs");

	// The examples of a page build on those of the pages before it.
	private static final List<String> PAGES = List.of("endpoint-start.md", "endpoint-status.md", "endpoint-explain.md",
			"endpoint-access.md", "endpoint-stop.md", "endpoint.md");

	private static final Pattern EXAMPLE = Pattern.compile("```console\\n\\$ (curl .*?)\\n# (\\d+)\\n(.*?)```",
			Pattern.DOTALL);

	private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

	private static final Pattern ID = Pattern.compile("\"(?:id|attack)\" ?: ?\"([0-9a-f]{8})\"");

	private final Map<String, String> ids = new LinkedHashMap<>();

	@Test
	void everyExampleAnswersWhatThePageSays() throws IOException {
		StringBuilder record = new StringBuilder();
		int examples = 0;
		try (EndpointApplication application = new EndpointApplication("servlet", List.of(
				"management.endpoints.web.exposure.include=health,chaos",
				"management.endpoint.chaos.access=unrestricted", "management.endpoint.health.show-details=always",
				"management.health.defaults.enabled=false", "management.health.chaosmiddleware.enabled=true",
				"management.endpoint.health.probes.enabled=false", "chaos.middleware.attacks[0].actions[0].name=fault",
				"chaos.middleware.attacks[0].actions[0].value=java.lang.IllegalStateException",
				"chaos.middleware.attacks[0].actions[0].route=/cart",
				"chaos.middleware.attacks[0].actions[0].probability=50"), Loader.class)) {
			Matcher example = EXAMPLE.matcher(text());
			List<Runnable> assertions = new ArrayList<>();
			while (example.find()) {
				examples++;
				String command = example.group(1);
				String expected = example.group(3);
				int status = Integer.parseInt(example.group(2));
				Answer answer = call(application, command);
				String body = answer.response().body();
				String actual = body.isEmpty() ? ""
						: JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(answer.json());
				learnIds(expected, actual);
				record.append("$ ")
					.append(command)
					.append("\n# ")
					.append(answer.status())
					.append('\n')
					.append(actual)
					.append("\n\n");
				assertions.add(() -> {
					assertThat(answer.status()).as(command).isEqualTo(status);
					assertThat(masked(actual)).as(command).isEqualTo(masked(expected));
				});
				if (answer.status() == 201) {
					// The attack hits a request, so that the next example shows it.
					AttackEngine engine = application.engine();
					engine.begin(engine.decide(RequestView.of("GET", "/orders/7", null))).await();
				}
			}
			Files.writeString(Path.of("target/endpoint-examples.txt"), record);
			assertions.forEach(Runnable::run);
		}
		assertThat(examples).isGreaterThan(8);
	}

	@Test
	void everyPageAboutTheEndpointIsRun() throws IOException {
		try (Stream<Path> pages = Files.list(DOCS)) {
			assertThat(pages.map((page) -> page.getFileName().toString()).filter((page) -> page.startsWith("endpoint")))
				.containsExactlyInAnyOrderElementsOf(PAGES);
		}
	}

	private static String text() throws IOException {
		StringBuilder text = new StringBuilder();
		for (String page : PAGES) {
			text.append(Files.readString(DOCS.resolve(page)).replace("\r\n", "\n"));
		}
		return text.toString();
	}

	private Answer call(EndpointApplication application, String command) {
		String method = "GET";
		String path = "";
		byte[] body = null;
		List<String> headers = new ArrayList<>();
		Matcher argument = ARGUMENT.matcher(command.substring("curl ".length()).replace("\\\n", " "));
		List<String> arguments = new ArrayList<>();
		while (argument.find()) {
			arguments.add((argument.group(1) != null) ? argument.group(1) : argument.group(2));
		}
		for (int i = 0; i < arguments.size(); i++) {
			switch (arguments.get(i)) {
				case "-X" -> method = arguments.get(++i);
				case "-H" -> headers.addAll(List.of(arguments.get(++i).split(": ", 2)));
				case "-d" -> body = arguments.get(++i).getBytes(StandardCharsets.UTF_8);
				default -> path = arguments.get(i).replace("localhost:8080", "");
			}
		}
		for (Map.Entry<String, String> id : this.ids.entrySet()) {
			path = path.replace(id.getKey(), id.getValue());
		}
		return application.management(method, path, body, headers.toArray(String[]::new));
	}

	private void learnIds(String expected, String actual) {
		Matcher documented = ID.matcher(expected);
		Matcher real = ID.matcher(actual);
		while (documented.find() && real.find()) {
			this.ids.putIfAbsent(documented.group(1), real.group(1));
		}
	}

	private static String masked(String json) {
		return json.isBlank() ? ""
				: JsonMapper.shared()
					.readTree(json)
					.toString()
					.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
					.replaceAll("\"(id|attack)\":\"[0-9a-f]{8}\"", "\"$1\":\"ID\"")
					.replaceAll("'[0-9a-f]{8}'", "'ID'");
	}

	@Configuration(proxyBeanMethods = false)
	static class Loader {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		LoaderStatusSource documentedLoader() {
			Instant now = Instant.now();
			return () -> new LoaderStatus("proofdock", LoaderStatus.State.OK, List.of(), now, null, null,
					now.plusSeconds(30));
		}

	}

}
