package io.chaosmiddleware.spring.api;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.spring.autoconfigure.ChaosAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others can use of our jars is what was approved, so that it changes only where
 * somebody means it.
 */
class PublicApiTests {

	private static final String APPROVE = "public-api.approve";

	@Test
	void ofTheCoreIsWhatWasApproved() throws Exception {
		compare("chaos-spring-core", AttackEngine.class);
	}

	@Test
	void ofTheAutoConfigurationIsWhatWasApproved() throws Exception {
		compare("chaos-spring-boot-autoconfigure", ChaosAutoConfiguration.class);
	}

	private static void compare(String module, Class<?> anyOfIt) throws Exception {
		Path approved = Path.of("src/test/resources/public-api", module + ".txt");
		Map<String, List<String>> found = publicTypes(anyOfIt);
		if (System.getProperty(APPROVE) != null) {
			Files.createDirectories(approved.getParent());
			Files.writeString(approved, text(found));
		}

		assertThat(difference(types(Files.readString(approved)), found))
			.as("The public API of %s is not the one in %s: lines with '-' are gone, those with '+' are new. "
					+ "If that is meant, run the test with -D%s and commit the file (see CONTRIBUTING.md)", module,
					approved, APPROVE)
			.isEmpty();
	}

	private static Map<String, List<String>> publicTypes(Class<?> anyOfThem)
			throws IOException, ClassNotFoundException {
		URL location = anyOfThem.getProtectionDomain().getCodeSource().getLocation();
		ClassLoader classLoader = anyOfThem.getClassLoader();
		MetadataReaderFactory readers = new SimpleMetadataReaderFactory();
		Map<String, List<String>> types = new TreeMap<>();
		for (Resource file : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:io/chaosmiddleware/**/*.class")) {
			if (file.getURL().toString().contains(location.getPath())) {
				String name = readers.getMetadataReader(file).getClassMetadata().getClassName();
				ApiType type = new ApiType(Class.forName(name, false, classLoader));
				if (type.isVisible()) {
					types.put(type.name(), type.lines());
				}
			}
		}
		assertThat(types).as("public types in " + location).isNotEmpty();
		return types;
	}

	private static String text(Map<String, List<String>> types) {
		StringBuilder text = new StringBuilder();
		types.forEach((name, lines) -> {
			text.append(text.isEmpty() ? "" : "\n").append(name).append('\n');
			lines.forEach((line) -> text.append('\t').append(line).append('\n'));
		});
		return text.toString();
	}

	private static Map<String, List<String>> types(String text) {
		Map<String, List<String>> types = new TreeMap<>();
		List<String> lines = new ArrayList<>();
		for (String line : text.lines().filter((each) -> !each.isBlank()).toList()) {
			if (line.startsWith("\t")) {
				lines.add(line.substring(1));
			}
			else {
				lines = new ArrayList<>();
				types.put(line, lines);
			}
		}
		return types;
	}

	private static String difference(Map<String, List<String>> before, Map<String, List<String>> after) {
		TreeSet<String> names = new TreeSet<>(before.keySet());
		names.addAll(after.keySet());
		StringBuilder text = new StringBuilder();
		for (String name : names) {
			List<String> was = before.getOrDefault(name, List.of());
			List<String> is = after.getOrDefault(name, List.of());
			if (!was.equals(is)) {
				text.append('\n').append(name);
				was.stream().filter((line) -> !is.contains(line)).forEach((line) -> text.append("\n-\t").append(line));
				is.stream().filter((line) -> !was.contains(line)).forEach((line) -> text.append("\n+\t").append(line));
			}
		}
		return text.toString();
	}

}
