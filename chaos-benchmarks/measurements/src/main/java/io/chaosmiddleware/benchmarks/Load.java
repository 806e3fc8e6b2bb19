package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of h2load, the load generator of nghttp2, in a process of its own: HTTP/1.1 with
 * connections that are kept.
 */
final class Load {

	// by its length we know it: h2load 1.52 sees no status in a line without a reason,
	// such as Tomcat's
	private static final String ANSWER = "open";

	private static final Pattern REQUESTS = Pattern
		.compile("requests: (\\d+) total, \\d+ started, (\\d+) done, .*, 0 errored, 0 timeout");

	private static final Pattern DATA = Pattern.compile("\\((\\d+)\\) data");

	private static final Pattern FINISHED = Pattern.compile("finished in ([\\d.]+)(us|ms|s)\\b, ([\\d.]+) req/s");

	private final List<String> options = new ArrayList<>(List.of("h2load", "--h1", "--threads=1"));

	private final String url;

	private boolean logged;

	private Load(String url) {
		this.url = url;
	}

	static Load on(String url) {
		return new Load(url);
	}

	/**
	 * Send a number of requests as fast as they are answered.
	 * @param requests how many, over all connections
	 * @param connections how many connections, each with one request at a time
	 * @return this load
	 */
	Load requests(int requests, int connections) {
		return with("--requests=" + requests).with("--clients=" + connections);
	}

	/**
	 * Send requests at a constant rate.
	 * @param perSecond how many a second, over all connections
	 * @param connections how many connections
	 * @param duration for how long
	 * @return this load
	 */
	Load rate(int perSecond, int connections, Duration duration) {
		return with("--rps=" + perSecond / connections).with("--clients=" + connections)
			.with("--requests=" + perSecond * duration.toSeconds());
	}

	/**
	 * Send requests at a constant rate, each on a connection of its own.
	 * @param requests how many
	 * @param interval how long after one comes the next
	 * @return this load
	 */
	Load arriving(int requests, Duration interval) {
		return requests(requests, requests).with("--rate=1").with("--rate-period=" + interval.toMillis() + "ms");
	}

	/**
	 * Send this header with each request.
	 * @param name its name
	 * @param value its value
	 * @return this load
	 */
	Load header(String name, String value) {
		return with("--header=" + name + ": " + value);
	}

	/**
	 * Note each request.
	 * @return this load
	 */
	Load logged() {
		this.logged = true;
		return this;
	}

	private Load with(String option) {
		this.options.add(option);
		return this;
	}

	/**
	 * Run, and wait for the end.
	 * @return what came of it
	 * @throws IllegalStateException unless every request was answered by a success
	 */
	Outcome run() {
		return start().await();
	}

	/**
	 * Begin to run.
	 * @return the running load
	 */
	Running start() {
		try {
			Path log = Files.createTempFile("requests", ".log");
			List<String> command = new ArrayList<>(this.options);
			if (this.logged) {
				command.add("--log-file=" + log);
			}
			command.add(this.url);
			return new Running(new ProcessBuilder(command).redirectErrorStream(true).start(), log);
		}
		catch (IOException ex) {
			throw new IllegalStateException("h2load does not start; it is part of nghttp2", ex);
		}
	}

	/**
	 * A load that is running.
	 *
	 * @param process the load generator
	 * @param log where it notes each request
	 */
	record Running(Process process, Path log) {

		Outcome await() {
			try {
				String output = new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				Matcher requests = REQUESTS.matcher(output);
				Matcher data = DATA.matcher(output);
				Matcher finished = FINISHED.matcher(output);
				if (!requests.find() || !data.find() || !finished.find() || !requests.group(1).equals(requests.group(2))
						|| Long.parseLong(data.group(1)) != Long.parseLong(requests.group(1)) * ANSWER.length()) {
					throw new IllegalStateException("The load generator was not answered well:\n" + output);
				}
				List<Request> log = Files.readAllLines(this.log).stream().map(Request::parse).toList();
				return new Outcome(Integer.parseInt(requests.group(1)), Double.parseDouble(finished.group(3)), log);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			finally {
				this.log.toFile().delete();
			}
		}

	}

	/**
	 * What came of a load.
	 *
	 * @param requests how many requests were answered, all of them by a success
	 * @param throughput how many a second
	 * @param log each request, if they are {@linkplain #logged() noted}
	 */
	record Outcome(int requests, double throughput, List<Request> log) {

		/** When the first request was sent, in microseconds since the epoch. */
		long firstSent() {
			return this.log.stream().mapToLong(Request::sent).min().orElseThrow();
		}

		/** When the last request was sent. */
		long lastSent() {
			return this.log.stream().mapToLong(Request::sent).max().orElseThrow();
		}

		/** When the first request was answered. */
		long firstAnswered() {
			return this.log.stream().mapToLong(Request::answered).min().orElseThrow();
		}

		/** When the last request was answered. */
		long lastAnswered() {
			return this.log.stream().mapToLong(Request::answered).max().orElseThrow();
		}

	}

	/**
	 * One request.
	 *
	 * @param sent when it was sent, in microseconds since the epoch
	 * @param latency how long it took, in microseconds
	 */
	record Request(long sent, long latency) {

		static Request parse(String line) {
			String[] columns = line.split("\t");
			return new Request(Long.parseLong(columns[0]), Long.parseLong(columns[2]));
		}

		long answered() {
			return this.sent + this.latency;
		}

	}

}
