package io.chaosmiddleware.attack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.chaosmiddleware.conformance.ConformanceVector;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.effect.EffectType;
import io.chaosmiddleware.effect.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON Schema says what the parser says: what is read strictly validates, and what is
 * refused whole does not, but for the rules that a schema cannot say.
 */
class AttackSchemaTests {

	private static final String APPROVE = "attack-schema.approve";

	private static final Path FILE = Path.of("src/main/resources/io/chaosmiddleware/attack.schema.json");

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final SchemaRegistry REGISTRY = SchemaRegistry
		.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private static final JsonNode TEXT = JSON.readTree(AttackSchema.text());

	private static final Schema SCHEMA = REGISTRY.getSchema(TEXT);

	private static final SchemaDocuments DOCUMENTS = new SchemaDocuments(TEXT);

	// The limits of an application may be any up to a day.
	private static final AttackParser PARSER = new AttackParser(AttackLimits.OPERATOR.withMaxDelay(Duration.ofDays(1)));

	@Test
	void theFileIsThisSchema() throws IOException {
		if (System.getProperty(APPROVE) != null) {
			Files.writeString(FILE, AttackSchema.text());
		}

		assertThat(FILE).as("If the schema is meant to change, run this test with -D%s and commit the file", APPROVE)
			.content()
			.isEqualTo(AttackSchema.text());
	}

	@Test
	void onlyTypesThatTheParserReadsAreProposed() {
		AttackSchema.text()
			.lines()
			.filter((line) -> line.contains("\"before\""))
			.forEach((line) -> assertThat(line).contains(
					Phase.types().stream().map((type) -> "\"" + type.code() + "\"").collect(Collectors.joining(", ")))
				.doesNotContain(Phase.ANSWER.code()));
	}

	@Test
	void theFileIsInTheJar() throws IOException {
		try (InputStream file = AttackSchema.class.getResourceAsStream("/io/chaosmiddleware/attack.schema.json")) {
			assertThat(file).isNotNull();
		}
	}

	@Test
	void isASchema() {
		Schema schemas = REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

		assertThat(schemas.validate(TEXT)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void hasTheFieldsThatAnEffectAndTheConditionsRead(EffectType effect) {
		assertThat(DOCUMENTS.fields(effect).keySet()).as(effect.code())
			.isEqualTo(known(DOCUMENTS.document(effect, JSON.createObjectNode().put("?", 1)).toString()));
	}

	@Test
	void hasTheFieldsOfAttacksAndTargets() {
		assertThat(DOCUMENTS.ofAttacks().keySet()).isEqualTo(known("{\"actions\":[],\"?\":1}"));
		assertThat(DOCUMENTS.ofTargets().keySet())
			.isEqualTo(known("{\"actions\":[],\"target\":{\"application\":\"a\",\"?\":1}}"));
	}

	private static Set<String> known(String document) {
		Matcher message = Pattern.compile("unknown field '[?]'; known are (.*)")
			.matcher(problems(document).get(0).message());
		assertThat(message.matches()).isTrue();
		return new TreeSet<>(Arrays.asList(message.group(1).split(", ")));
	}

	@ParameterizedTest
	@EnumSource
	void explainsEveryFieldWithExamples(EffectType effect) {
		DOCUMENTS.fields(effect).forEach((name, field) -> {
			boolean fixed = field.has("const");
			assertThat(fixed || field.has("description")).as("description of %s in %s", name, effect.code()).isTrue();
			assertThat(fixed || field.has("enum") || field.has("examples"))
				.as("examples of %s in %s", name, effect.code())
				.isTrue();
		});
	}

	@Test
	void itsExamplesAreValid() {
		assertThat(DOCUMENTS.examples()).hasSizeGreaterThan(100).allSatisfy((document) -> {
			assertThat(PARSER.parseStrictly(document.toString()).actions()).hasSize(1);
			assertThat(SCHEMA.validate(document)).isEmpty();
		});
	}

	@Test
	void theCorpusOfTheOriginal() {
		Agreement agreement = new Agreement();
		for (ConformanceVector vector : ConformanceVector.readAll()) {
			if (vector.header() != null) {
				agreement.check(vector.header());
			}
			if (vector.loaded() != null) {
				// a list of actions, which is what a document has
				agreement.check("{\"actions\":" + vector.loaded() + "}");
			}
		}
		agreement.assertMoreThan(200, 100);
	}

	@Test
	void valuesNearTheEdges() {
		Agreement agreement = new Agreement();
		DOCUMENTS.edges().forEach((document) -> agreement.check(document.toString()));
		agreement.assertMoreThan(1000, 1000);
		assertThat(agreement.refusedAloneButValid).as("documents with actions that are refused alone, but validate")
			.isLessThan(agreement.refusedAlone / 25);
	}

	@Test
	void generatedDocuments() {
		Random random = new Random(11);
		Agreement agreement = new Agreement();
		for (int i = 0; i < 5000; i++) {
			agreement.check(DOCUMENTS.random(random).toString());
		}
		agreement.assertMoreThan(1000, 1000);
	}

	@ParameterizedTest
	@EnumSource
	void cannotSayEveryRuleAndThePageSaysWhich(Unsayable rule) throws IOException {
		List<Problem> problems = problems(rule.example);

		assertThat(problems).isNotEmpty();
		assertThat(rule.refuses(rule.example, problems)).isTrue();
		assertThat(Agreement.isValid(rule.example)).isTrue();
		assertThat(Files.readString(Path.of("..", "docs", "attack-language.md"))).contains("\n- " + rule.page);
	}

	private static List<Problem> problems(String document) {
		try {
			PARSER.parse(document);
			return List.of();
		}
		catch (AttackRefusedException ex) {
			return ex.problems();
		}
	}

	/**
	 * A rule that refuses a document whole, and that a schema cannot say.
	 */
	enum Unsayable {

		NOT_JSON("a name that stands twice in an object", "not readable JSON", ".*", "'id':'a','id':'b'"),

		ORDER("`until` is after `start`", "'until' must be after 'start'", ".*",
				"'start':'2026-11-25T10:00:00Z','until':'2026-11-25T10:00:00Z'"),

		DAY("29 February exists in leap years only, and times are of the years 1970 to 9999 in UTC",
				"must be a time with an offset",
				".*'[0-9]{4}-02-29T.*|.*'(19(69-12-31|70-01-01)|9999-12-31|[+]10000-01-01)T.*",
				"'start':'2026-02-29T10:00:00Z'"),

		LONGEST("the longest `duration` has 36500 days", "'duration' may be at most", ".*", "'duration':'36501d'"),

		SIGNS("a `duration` with minus signs, such as `PT1H-90M`, is more than zero",
				"'duration' must be a positive text", ".*'duration':'[^']*-.*", "'duration':'PT1H-90M'"),

		WHOLE("a list of values has no number such as `3.0`, which is a whole number in a schema",
				"must be a text or a list of texts", ".*[0-9][.]0\\b.*",
				"'actions':[{'name':'delay','value':'2','user':[3.0]}]"),

		CHARACTERS("ids of instances have at most 256 characters, of which those beyond U+FFFF count twice",
				"an id in 'instances' has at most 256 characters", ".*[\\x{10000}-\\x{10ffff}].*",
				"'target':{'instances':'" + "\ud83d\ude00".repeat(129) + "'}");

		private final String page;

		private final String message;

		private final Pattern documents;

		private final String example;

		Unsayable(String page, String message, String documents, String example) {
			this.page = page;
			this.message = message;
			this.documents = Pattern.compile(documents.replace('\'', '"'), Pattern.DOTALL);
			this.example = (example.startsWith("'actions'") ? "{" : "{'actions':[],").concat(example + "}")
				.replace('\'', '"');
		}

		boolean refuses(String document, List<Problem> problems) {
			return problems.stream().anyMatch((problem) -> problem.message().contains(this.message))
					&& this.documents.matcher(document).matches();
		}

	}

	/**
	 * Whether parser and schema agree.
	 */
	private static final class Agreement {

		private int accepted;

		private int refused;

		private int refusedAlone;

		private int refusedAloneButValid;

		void check(String document) {
			boolean valid = isValid(document);
			List<Problem> problems = problems(document);
			if (!problems.isEmpty()) {
				this.refused++;
				assertThat(!valid || isUnsayable(document, problems))
					.as("%s validates, but is refused whole: %s", document, problems)
					.isTrue();
			}
			else if (!isAcceptedStrictly(document)) {
				this.refusedAlone++;
				this.refusedAloneButValid += valid ? 1 : 0;
			}
			else {
				this.accepted++;
				assertThat(valid).as("%s is accepted, but does not validate", document).isTrue();
			}
		}

		private static boolean isUnsayable(String document, List<Problem> problems) {
			return EnumSet.allOf(Unsayable.class).stream().anyMatch((rule) -> rule.refuses(document, problems));
		}

		private static boolean isAcceptedStrictly(String document) {
			try {
				PARSER.parseStrictly(document);
				return true;
			}
			catch (AttackRefusedException ex) {
				return false;
			}
		}

		private static boolean isValid(String document) {
			try {
				return SCHEMA.validate(JSON.readTree(document)).isEmpty();
			}
			catch (JacksonException ex) {
				return false;
			}
		}

		void assertMoreThan(int accepted, int refused) {
			assertThat(this.accepted).isGreaterThan(accepted);
			assertThat(this.refused).isGreaterThan(refused);
		}

	}

}
