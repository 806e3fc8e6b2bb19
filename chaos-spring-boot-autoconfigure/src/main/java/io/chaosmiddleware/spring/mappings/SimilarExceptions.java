package io.chaosmiddleware.spring.mappings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Finds the exception that was probably meant by a name, among those of the JDK and of
 * the allowed packages on the class path. Only classes whose names end as those of
 * exceptions usually do are found. The class path is searched once, by a separate thread,
 * so that callers can limit the time that they wait for the search.
 */
final class SimilarExceptions {

	private static final int MAX_TRIED = 10;

	private static final List<String> SUFFIXES = List.of("Exception.class", "Error.class");

	private static final Logger logger = LoggerFactory.getLogger(SimilarExceptions.class);

	private final Supplier<List<String>> allowed;

	private final Predicate<String> usable;

	private final ClassLoader classLoader;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final CountDownLatch complete = new CountDownLatch(1);

	private boolean searching;

	/**
	 * Create an instance. The search begins when its result is first needed.
	 * @param allowed the exceptions that a fault may name
	 * @param usable tells whether a fault can throw an exception
	 * @param classLoader the class loader of the exceptions
	 */
	SimilarExceptions(Supplier<List<String>> allowed, Predicate<String> usable, ClassLoader classLoader) {
		this.allowed = allowed;
		this.usable = usable;
		this.classLoader = classLoader;
	}

	/**
	 * Wait until all exceptions are known. Those that have been found so far can be used
	 * in any case.
	 * @param end the {@link System#nanoTime() time} at which waiting ends
	 * @return whether all are known
	 */
	boolean await(long end) {
		search();
		try {
			return this.complete.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Return the most similar of the known exceptions. An exception is similar if few
	 * letters of its simple name differ, whatever its package is.
	 * @param name a name that is not the name of an exception that can be thrown
	 * @return the full name of an exception that can be thrown, {@code null} if none is
	 * similar
	 */
	@Nullable String to(String name) {
		String wanted = simpleName(name);
		int most = Math.max(1, wanted.length() / 6);
		return this.names.stream()
			.filter((other) -> Math.abs(simpleName(other).length() - wanted.length()) <= most)
			.map((other) -> new Candidate(other, distance(wanted, simpleName(other))))
			.filter((candidate) -> candidate.distance() <= most)
			.sorted(Comparator.comparingInt(Candidate::distance)
				.thenComparingInt((candidate) -> distance(name, candidate.name()))
				.thenComparing(Candidate::name))
			.map(Candidate::name)
			.limit(MAX_TRIED)
			.filter(this.usable)
			.findFirst()
			.orElse(null);
	}

	private static String simpleName(String name) {
		return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
	}

	private static int distance(String text, String other) {
		return Edits.between(text.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
	}

	private synchronized void search() {
		if (this.searching) {
			return;
		}
		List<String> allowed = this.allowed.get();
		Thread thread = new Thread(() -> search(allowed), "chaos-similar-exceptions");
		thread.setDaemon(true);
		thread.start();
		this.searching = true;
	}

	private void search(List<String> allowed) {
		try {
			PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(this.classLoader);
			allowed.forEach((entry) -> collect(entry, resolver));
		}
		finally {
			this.complete.countDown();
		}
	}

	private void collect(String entry, PathMatchingResourcePatternResolver resolver) {
		try {
			if (!entry.endsWith("*")) {
				this.names.add(entry);
				return;
			}
			boolean deep = entry.endsWith("**");
			String root = entry.substring(0, entry.length() - (deep ? 2 : 1)).replace('.', '/');
			collectFromJdk(root, deep);
			// Without a package the whole class path would have to be searched.
			if (!root.isEmpty()) {
				collectFromClassPath(root, deep, resolver);
			}
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			logger.debug("The exceptions of an allowed package could not be found out", ex);
		}
	}

	private void collectFromJdk(String root, boolean deep) throws IOException {
		Path image = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/");
		for (Path packages : list(image.resolve("packages"))) {
			String name = packages.getFileName().toString().replace('.', '/') + "/";
			if (deep ? name.startsWith(root) : name.equals(root)) {
				for (Path module : list(packages)) {
					list(image.resolve("modules").resolve(module.getFileName().toString()).resolve(name))
						.forEach((file) -> add(name + file.getFileName()));
				}
			}
		}
	}

	private static List<Path> list(Path directory) throws IOException {
		List<Path> paths = new ArrayList<>();
		if (Files.isDirectory(directory)) {
			try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
				stream.forEach(paths::add);
			}
		}
		return paths;
	}

	private void collectFromClassPath(String root, boolean deep, PathMatchingResourcePatternResolver resolver)
			throws IOException {
		for (String suffix : SUFFIXES) {
			for (Resource resource : resolver.getResources("classpath*:" + root + (deep ? "**/*" : "*") + suffix)) {
				String url = resource.getURL().toString();
				int start = url.lastIndexOf("/" + root);
				if (start >= 0) {
					add(url.substring(start + 1));
				}
			}
		}
	}

	private void add(String file) {
		if (SUFFIXES.stream().anyMatch(file::endsWith)) {
			this.names.add(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
		}
	}

	/**
	 * An exception that may have been meant.
	 *
	 * @param name the full name of the exception
	 * @param distance how many letters of the simple name differ
	 */
	private record Candidate(String name, int distance) {

	}

}
