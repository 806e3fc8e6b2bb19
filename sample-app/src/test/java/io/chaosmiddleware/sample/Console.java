package io.chaosmiddleware.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command in the documentation, and what it prints.
 *
 * @param command the command, on one line
 * @param output what it prints, with … for whatever varies
 */
record Console(String command, String output) {

	private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

	private static final String URL = "localhost:8080/";

	static List<Console> of(Markdown page) {
		List<Console> commands = new ArrayList<>();
		for (String block : page.blocks("console")) {
			for (String part : block.replace("\\\n", "").split("(?m)^\\$ ")) {
				if (!part.isBlank()) {
					String[] lines = part.split("\n", 2);
					commands.add(new Console(lines[0].replaceAll("\\s+(?=-[A-Za-z] )", " "), lines[1].strip()));
				}
			}
		}
		return commands;
	}

	boolean isCurl() {
		return this.command.startsWith("curl ");
	}

	/** Do what curl would do, at another port, and compare. */
	void verify(int port) {
		Curl curl = Curl.parse(this.command);
		long begin = System.nanoTime();
		ShopAnswer answer = curl.send(port);
		String seconds = String.format(Locale.ROOT, "%.6f", (System.nanoTime() - begin) / 1e9);
		String expectedBody = this.output;
		if (curl.printsHead && answer.status() != 0) {
			String[] parts = this.output.split("\n\n", 2);
			verifyHead(parts[0].lines().toList(), answer);
			expectedBody = (parts.length > 1) ? parts[1] : "";
		}
		String body = curl.filtered(answer.text())
				+ curl.afterwards.replace("\\n", "\n").replace("%{time_total}", seconds)
				+ (answer.failure().isEmpty() ? "" : "\n" + answer.failure());
		assertThat(body.strip()).matches(pattern(expectedBody));
	}

	private static void verifyHead(List<String> head, ShopAnswer answer) {
		assertThat(head.get(0)).isEqualTo("HTTP/1.1 " + answer.status() + " …");
		for (String line : head.subList(1, head.size())) {
			if (!line.equals("…")) {
				String[] header = line.split(": ", 2);
				assertThat(answer.header(header[0])).as(header[0]).containsExactly(header[1]);
			}
		}
	}

	static Pattern pattern(String text) {
		return Pattern.compile(
				List.of(text.split("…", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".+?")),
				Pattern.DOTALL);
	}

	/**
	 * The options of curl that the documentation uses.
	 */
	private static final class Curl {

		private String method = "GET";

		private String path;

		private String body;

		private String afterwards = "";

		private boolean printsHead;

		private boolean printsErrors;

		private String grep = "";

		private final List<String> headers = new ArrayList<>();

		static Curl parse(String command) {
			Curl curl = new Curl();
			Matcher words = WORD.matcher(command.substring("curl".length()));
			String method = null;
			while (words.find()) {
				String word = words.group();
				switch (word) {
					case "-i" -> curl.printsHead = true;
					case "-s" -> {
					}
					case "-sS" -> curl.printsErrors = true;
					case "-X" -> method = next(words);
					case "-d" -> {
						curl.body = next(words);
						curl.method = "POST";
					}
					case "-w" -> curl.afterwards = next(words);
					case "|" -> {
						assertThat(next(words)).isEqualTo("grep");
						curl.grep = next(words);
					}
					case "-H" -> curl.headers.addAll(List.of(next(words).split(": ", 2)));
					default -> {
						String url = word.replace("'", "");
						assertThat(url).startsWith(URL);
						curl.path = url.substring(URL.length() - 1);
					}
				}
			}
			curl.method = (method != null) ? method : curl.method;
			assertThat(curl.path).as(command).isNotNull();
			return curl;
		}

		ShopAnswer send(int port) {
			if (this.printsErrors) {
				assertThat(this.body).isNull();
				return new RawShopClient(port).send(this.method, this.path, this.headers);
			}
			return ShopAnswer
				.of(new ShopClient(port).send(this.method, this.path, this.body, this.headers.toArray(String[]::new)));
		}

		String filtered(String body) {
			return this.grep.isEmpty() ? body
					: body.lines().filter((line) -> line.contains(this.grep)).collect(Collectors.joining("\n"));
		}

		private static String next(Matcher words) {
			assertThat(words.find()).isTrue();
			return (words.group(1) != null) ? words.group(1) : words.group(2);
		}

	}

}
