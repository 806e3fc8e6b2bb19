package io.chaosmiddleware.published;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jars of the modules that are published have everything that a repository asks for,
 * and nothing of the moment at which they were built.
 */
class PublishedJarsIT {

	private static final String VERSION = System.getProperty("published.version");

	private static final LocalDateTime TIMESTAMP = OffsetDateTime.parse(System.getProperty("published.timestamp"))
		.atZoneSameInstant(ZoneOffset.UTC)
		.toLocalDateTime();

	@ParameterizedTest
	@ValueSource(strings = { "chaos-spring-core", "chaos-spring-boot-autoconfigure", "chaos-spring-boot-starter" })
	void haveSourcesDocumentationLicenceAndNoTimes(String module) throws IOException {
		String licence = Files.readString(Path.of("..", "LICENSE"));
		for (String kind : new String[] { "", "-sources", "-javadoc" }) {
			try (JarFile jar = jar(module, kind)) {
				assertThat(text(jar, "META-INF/LICENSE")).as(jar.getName()).isEqualTo(licence);
				assertThat(jar.stream().map(ZipEntry::getTimeLocal)).as(jar.getName()).containsOnly(TIMESTAMP);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaos-spring-core", "chaos-spring-boot-autoconfigure" })
	void everyClassHasItsSourceAndEveryPackageItsPage(String module) throws IOException {
		try (JarFile classes = jar(module, "");
				JarFile sources = jar(module, "-sources");
				JarFile pages = jar(module, "-javadoc")) {
			List<String> types = classes.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.endsWith(".class") && !name.contains("$"))
				.map((name) -> name.substring(0, name.length() - ".class".length()))
				.toList();
			List<String> packages = types.stream().filter((name) -> name.endsWith("/package-info")).toList();

			assertThat(types).hasSizeGreaterThan(20)
				.allSatisfy((name) -> assertThat(sources.getEntry(name + ".java")).as(name).isNotNull());
			assertThat(packages).isNotEmpty()
				.allSatisfy((name) -> assertThat(pages.getEntry(name.replace("package-info", "package-summary.html")))
					.as(name)
					.isNotNull());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "chaos-spring-core", "chaos-spring-boot-autoconfigure", "chaos-spring-boot-starter" })
	void theirPomsSayWhatTheyAreAndUnderWhichLicence(String module) throws IOException {
		try (JarFile jar = jar(module, "")) {
			assertThat(text(jar, "META-INF/maven/io.chaosmiddleware/" + module + "/pom.xml"))
				.contains("<artifactId>chaos-spring-parent</artifactId>", "<name>", "<description>")
				.doesNotContain("<licenses>");
			assertThat(Files.readString(Path.of("..", "pom.xml"))).contains("<licenses>",
					"<url>https://www.apache.org/licenses/LICENSE-2.0</url>");
		}
	}

	private static JarFile jar(String module, String kind) throws IOException {
		return new JarFile(Path.of("..", module, "target", module + "-" + VERSION + kind + ".jar").toFile());
	}

	private static String text(JarFile jar, String name) throws IOException {
		ZipEntry entry = jar.getEntry(name);
		assertThat(entry).as(name + " in " + jar.getName()).isNotNull();
		return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
	}

}
