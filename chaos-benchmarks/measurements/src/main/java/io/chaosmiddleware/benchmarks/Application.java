package io.chaosmiddleware.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small application in a process of its own, on a free port.
 */
final class Application implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private static final Pattern STARTED = Pattern.compile("Started BenchmarkApplication in");

	private final Process process;

	private final int port;

	private final Duration startUp;

	private Application(Process process, int port, Duration startUp) {
		this.process = process;
		this.port = port;
		this.startUp = startUp;
	}

	/**
	 * Start an application and wait until it says so.
	 * @param java the home of the JDK that runs it
	 * @param variant what is started
	 * @return the running application
	 */
	static Application start(Path java, Variant variant) {
		List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-Xms256m", "-Xmx4g", "-cp",
				classPath(variant.stack(), variant.libraries()),
				"io.chaosmiddleware.benchmarks.application.BenchmarkApplication", "--server.port=0",
				"--spring.main.banner-mode=off", "--spring.application.name=benchmark"));
		command.addAll(variant.arguments());
		long begin = System.nanoTime();
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
			StringBuilder said = new StringBuilder();
			int port = 0;
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				said.append(line).append('\n');
				Matcher started = PORT.matcher(line);
				if (started.find()) {
					port = Integer.parseInt(started.group(1));
				}
				if (STARTED.matcher(line).find()) {
					Duration startUp = Duration.ofNanos(System.nanoTime() - begin);
					drain(output);
					return new Application(process, port, startUp);
				}
			}
			throw new IllegalStateException(variant + " did not start:\n" + said);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void drain(BufferedReader output) {
		Thread thread = new Thread(() -> {
			try {
				while (output.readLine() != null) {
					// a full pipe would stop the application
				}
			}
			catch (IOException ex) {
				// the application has ended
			}
		}, "output");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Return the jars that an application runs with.
	 * @param stack its server
	 * @param libraries what is added to the plain application
	 * @return the jars, the application's own first
	 */
	static List<Path> jars(Stack stack, String libraries) {
		return Arrays.stream(classPath(stack, libraries).split(":")).map(Path::of).toList();
	}

	private static String classPath(Stack stack, String libraries) {
		Path target = Path.of("chaos-benchmarks", "application-" + stack.id(), "target");
		try {
			return target.resolve("classes") + ":" + Files.readString(target.resolve(libraries + ".classpath")).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the address of something in this application.
	 * @param path its path
	 * @return the address
	 */
	String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return how long it took from the start of the process until it said "started".
	 * @return the duration
	 */
	Duration startUp() {
		return this.startUp;
	}

	/**
	 * Return the CPU time of the whole process, as the operating system counts it.
	 * @return the CPU time since the process began
	 */
	Duration cpu() {
		return this.process.info()
			.totalCpuDuration()
			.orElseThrow(() -> new IllegalStateException("This system tells no CPU time"));
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
