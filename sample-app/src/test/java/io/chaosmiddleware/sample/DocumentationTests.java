package io.chaosmiddleware.sample;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.chaosmiddleware.spring.autoconfigure.ChaosAutoConfiguration;
import io.chaosmiddleware.spring.autoconfigure.ChaosProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation describes nothing that does not exist.
 */
class DocumentationTests {

	private static final String RUN = "mvn -q -pl sample-app -am spring-boot:run";

	private static final String TEST = "mvn verify";

	private static final Set<String> COMMANDS = Set.of(RUN, TEST,
			RUN + " -Dspring-boot.run.arguments=" + "--" + ShopTest.REACTIVE,
			RUN + " -Dspring-boot.run.profiles=demo-attack", "mvn install -DskipTests", "mvn verify -Pnewest",
			"mvn io.spring.javaformat:spring-javaformat-maven-plugin:apply",
			"mvn -pl chaos-spring-boot-autoconfigure -am -Dtest=PublicApiTests -Dsurefire.failIfNoSpecifiedTests=false"
					+ " -Dpublic-api.approve test",
			"mvn -pl chaos-spring-core -Dtest=AttackSchemaTests -Dattack-schema.approve test");

	private static final Pattern PROPERTY = Pattern
		.compile("(?:chaos\\.middleware|management\\.(?:endpoint\\.chaos|health\\.chaosmiddleware))"
				+ "(?:\\.[a-z][a-z0-9-]*(?:\\[\\w+])*)+");

	private static final Pattern INDEX = Pattern.compile("\\[\\w+]");

	static Stream<Markdown> pages() {
		return Markdown.all().stream();
	}

	@Test
	void theFirstScreenOfTheReadmeHasTheCommandsThatRunAndTestEverything() {
		String firstScreen = Markdown.of("README.md").text().lines().limit(25).collect(Collectors.joining("\n"));

		assertThat(firstScreen).contains("$ " + RUN + "\n", "$ " + TEST + "\n", "## The first attack");
	}

	@Test
	void commandsForTheShellAreOnesThatWeKnow() {
		for (String page : List.of("README.md", "CONTRIBUTING.md")) {
			assertThat(Console.of(Markdown.of(page)).stream().filter((console) -> !console.isCurl()).toList())
				.allSatisfy((console) -> {
					assertThat(COMMANDS).contains(console.command());
					assertThat(console.output()).isEmpty();
				});
		}
	}

	@Test
	void commandsAgreeWithTheBuild() throws IOException {
		String build = Files.readString(Markdown.ROOT.resolve("pom.xml"));

		assertThat(build).contains("<module>sample-app</module>", "<spring-boot.version>", "<version>0.1.0-SNAPSHOT<",
				"<java.version>17<");
		Path automation = Markdown.ROOT.resolve(".ci/run");
		if (Files.exists(automation)) {
			assertThat(Files.readString(automation)).containsPattern("mvn .*verify");
		}
	}

	@Test
	void theVersionsOfSpringBootAreThoseOfTheBuild() throws IOException {
		List<String> versions = versionsOfSpringBoot("pom.xml");
		List<String> ofWar = versionsOfSpringBoot("chaos-war-tests/pom.xml");
		List<String> ofMappings = versionsOfSpringBoot("chaos-mapping-tests/pom.xml");

		assertThat(versions).hasSize(2);
		assertThat(versionsOfSpringBoot("chaos-spring-boot-autoconfigure/pom.xml")).isEmpty();
		assertThat(versionsOfSpringBoot("sample-app/pom.xml")).isEmpty();
		assertThat(ofWar).hasSize(1);
		assertThat(ofMappings).hasSize(1);
		assertThat(Markdown.of("README.md").text().replaceAll("\\s+", " "))
			.contains(("compiled against %1$s, and those same jars pass their own tests and those of the sample shop on"
					+ " %1$s and on %2$s.")
				.formatted(versions.toArray()))
			.contains("As a WAR in a Tomcat, and with Spring Security, they are tested on %s only"
				.formatted(ofWar.toArray()))
			.contains("with Spring Data REST, WebSocket and Spring Boot Admin on %s and on %s."
				.formatted(versions.get(0), ofMappings.get(0)));
	}

	private static List<String> versionsOfSpringBoot(String build) throws IOException {
		return Pattern.compile("<spring-boot.version>(.+)</spring-boot.version>")
			.matcher(Files.readString(Markdown.ROOT.resolve(build)))
			.results()
			.map((version) -> version.group(1))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Markdown page) {
		assertThat(page.relativeLinks()).allSatisfy((link) -> {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
			assertThat(target).exists();
			if (parts.length > 1) {
				assertThat(Markdown.of(target.toString()).hasAnchor(parts[1])).as(link).isTrue();
			}
		});
	}

	@Test
	void commentsCitePagesThatExist() throws IOException {
		Pattern citation = Pattern.compile("^\\s*(?:\\*|//).*?([\\w/-]+\\.md)", Pattern.MULTILINE);
		try (Stream<Path> files = Files.walk(Markdown.ROOT)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".java")).toList()) {
				assertThat(citation.matcher(Files.readString(file)).results().map((found) -> found.group(1)))
					.as("" + file)
					.allSatisfy((page) -> assertThat(Markdown.ROOT.resolve(page)).exists());
			}
		}
	}

	@Test
	void everyPageIsInTheIndexAndInTheReadme() {
		Set<String> pages = pages().map(Markdown::toString)
			.filter((page) -> page.startsWith("docs/") && !page.equals("docs/README.md"))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(Markdown.of("docs/README.md").relativeLinks().stream().map((link) -> "docs/" + link))
			.containsAll(pages);
		assertThat(Markdown.of("README.md").relativeLinks()).containsAll(pages);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesExist(Markdown page) {
		Set<String> known = new TreeSet<>(metadata().keySet());
		known.addAll(attackProperties());
		Set<String> groups = known.stream()
			.flatMap((name) -> Stream.iterate(name, (group) -> group.contains("."),
					(group) -> group.substring(0, group.lastIndexOf('.'))))
			.collect(Collectors.toSet());

		assertThat(page.find(PROPERTY)).allSatisfy((name) -> {
			String normalized = INDEX.matcher(name).replaceAll("");
			assertThat(known.contains(normalized) || groups.contains(normalized)).as(name).isTrue();
		});
	}

	@Test
	void everyPropertyIsOnThePageWithItsDefault() {
		Map<String, String> documented = new TreeMap<>();
		for (List<String> row : Markdown.of("docs/properties.md").rows()) {
			if (row.size() == 3 && !row.get(0).contains("[")) {
				documented.put(row.get(0), row.get(1).replaceAll("^(–|`([^`]*)`)$", "$2"));
			}
		}

		assertThat(documented).containsExactlyInAnyOrderEntriesOf(metadata());
	}

	@Test
	void everyFieldOfAnAttackIsOnThePage() {
		assertThat(Markdown.of("docs/properties.md")
			.rows()
			.stream()
			.map((row) -> row.get(0))
			.filter((name) -> name.startsWith("chaos.middleware.attacks["))
			.map((name) -> INDEX.matcher(name).replaceAll(""))).containsExactlyInAnyOrderElementsOf(attackProperties());
	}

	@Test
	void environmentVariablesAreBound() {
		Map<String, String> variables = new TreeMap<>();
		for (List<String> row : Markdown.of("docs/properties.md").rows()) {
			if (row.get(0).startsWith("CHAOS_MIDDLEWARE_")) {
				variables.put(row.get(0), row.get(1).replace("`", ""));
			}
		}
		assertThat(variables).hasSizeGreaterThan(6);

		variables.forEach((variable, property) -> {
			StandardEnvironment environment = new StandardEnvironment();
			environment.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of(variable, "17")));
			ChaosProperties bound = Binder.get(environment).bindOrCreate("chaos.middleware", ChaosProperties.class);
			ChaosProperties calm = Binder.get(new StandardEnvironment())
				.bindOrCreate("chaos.middleware", ChaosProperties.class);
			assertThat(bound).as(variable).isNotEqualTo(calm);
			assertThat(Binder.get(environment).bind(property, String.class).get()).as(variable).isEqualTo("17");
		});
	}

	@ParameterizedTest
	@MethodSource("pages")
	void examplesOfConfigurationStartAnApplication(Markdown page) throws IOException {
		Map<String, PropertySourceLoader> loaders = Map.of("yaml", new YamlPropertySourceLoader(), "properties",
				new PropertiesPropertySourceLoader());
		for (Map.Entry<String, PropertySourceLoader> loader : loaders.entrySet()) {
			for (String block : page.blocks(loader.getKey())) {
				List<PropertySource<?>> sources = loader.getValue()
					.load("example", new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
				new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ChaosAutoConfiguration.class))
					.withInitializer(
							(context) -> sources.forEach(context.getEnvironment().getPropertySources()::addLast))
					.run((context) -> assertThat(context).as(block).hasNotFailed());
			}
		}
	}

	@Test
	void yamlReadsANumberThatStartsWithZeroAsOctal() throws IOException {
		assertThat(Markdown.of("docs/properties.md").text()).contains("`value: 050`", "40 seconds");

		PropertySource<?> source = new YamlPropertySourceLoader()
			.load("trap", new ByteArrayResource("value: 050\nquoted: \"050\"".getBytes(StandardCharsets.UTF_8)))
			.get(0);

		assertThat(source.getProperty("value")).hasToString("40");
		assertThat(source.getProperty("quoted")).hasToString("050");
	}

	@ParameterizedTest
	@ValueSource(strings = { "docs/safety.md", "docs/observability.md" })
	void snippetsStandInPassingTests(String page) throws IOException {
		String tests;
		try (Stream<Path> sources = Files.walk(Markdown.ROOT.resolve("sample-app/src/test/java"))) {
			List<String> texts = new ArrayList<>();
			for (Path source : sources.filter(Files::isRegularFile).toList()) {
				texts.add(withoutIndent(Files.readString(source)));
			}
			tests = String.join("\n", texts);
		}

		assertThat(Markdown.of(page).blocks("java")).isNotEmpty()
			.allSatisfy((block) -> assertThat(tests).contains(withoutIndent(block)));
	}

	@Test
	void limitsOnTheSafetyPageAreTheDefaults() {
		Map<String, String> defaults = metadata();
		List<List<String>> rows = Markdown.of("docs/safety.md")
			.rows()
			.stream()
			.filter((row) -> row.get(0).startsWith("chaos.middleware.limits."))
			.toList();

		assertThat(rows.stream().map((row) -> row.get(0))).containsExactlyInAnyOrderElementsOf(
				defaults.keySet().stream().filter((name) -> name.startsWith("chaos.middleware.limits.")).toList());
		assertThat(rows).allSatisfy((row) -> {
			String value = defaults.get(row.get(0));
			assertThat(value.isEmpty() || row.get(1).equals("`" + value + "`")).as(row.get(0)).isTrue();
		});
	}

	private static String withoutIndent(String text) {
		return text.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	/** Names and defaults, an empty text for none. */
	private static Map<String, String> metadata() {
		Map<String, String> properties = new TreeMap<>();
		try {
			for (URL url : Collections.list(DocumentationTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream input = url.openStream()) {
					for (JsonNode property : JsonMapper.shared().readTree(input).get("properties")) {
						String name = property.get("name").asString();
						if (PROPERTY.matcher(name).matches()) {
							properties.put(name, text(property.get("defaultValue")));
						}
					}
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(properties).isNotEmpty();
		return properties;
	}

	private static String text(JsonNode value) {
		if (value == null) {
			return "";
		}
		if (value.isArray()) {
			return value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
		}
		// constants of an enum stand there by their own names
		return value.asString().replace("read_only", "read-only");
	}

	private static List<String> attackProperties() {
		return Stream
			.of(names("chaos.middleware.attacks.", ChaosProperties.Attack.class)
				.filter((name) -> !name.endsWith(".actions") && !name.endsWith(".target")),
					names("chaos.middleware.attacks.actions.", ChaosProperties.Action.class),
					names("chaos.middleware.attacks.target.", ChaosProperties.Target.class))
			.flatMap(Function.identity())
			.toList();
	}

	private static Stream<String> names(String prefix, Class<?> type) {
		return Stream.of(type.getRecordComponents())
			.map(RecordComponent::getName)
			.map(DataObjectPropertyName::toDashedForm)
			.map(prefix::concat);
	}

}
