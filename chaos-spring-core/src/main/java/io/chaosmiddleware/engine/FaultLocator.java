package io.chaosmiddleware.engine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Creates exceptions from the names that faults give, according to the decisions D12 to
 * D14 in {@code docs/differences.md}. Safe for use by many threads.
 */
final class FaultLocator {

	static final int MAX_UNKNOWN_NAMES = 1000;

	private static final int MAX_NAME_LENGTH = 512;

	static final String MESSAGE = "Injected by Chaos Middleware";

	private static final Pattern CLASS_NAME = Pattern
		.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+"
				+ "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+)*+");

	private static final Pattern ALLOWED_ENTRY = Pattern.compile("\\*\\*|" + CLASS_NAME.pattern() + "(?:\\.\\*\\*?)?");

	/**
	 * Exceptions that are never created, since their effect outlasts the request: the
	 * container takes the servlet out of service.
	 */
	private static final Set<String> NEVER = Set.of("jakarta.servlet.UnavailableException");

	// Constructors with a message come first, so that logs and handlers can recognize the
	// exception.
	private static final List<List<Class<?>>> SIGNATURES = List.of(List.of(String.class),
			List.of(String.class, Throwable.class), List.of(), List.of(Throwable.class));

	private static final int MAX_ANCESTORS = 100;

	// A native image has no class files, and the set of its classes is fixed.
	private static final boolean CLASS_FILES = System.getProperty("org.graalvm.nativeimage.imagecode") == null;

	private final List<String> allowed;

	private final ClassLoader classLoader;

	private final Map<String, Located> located = new ConcurrentHashMap<>();

	private final Map<String, Located> unknown = new ConcurrentHashMap<>();

	FaultLocator(List<String> allowed, ClassLoader classLoader) {
		this.allowed = List.copyOf(allowed);
		this.classLoader = classLoader;
	}

	List<String> allowed() {
		return this.allowed;
	}

	/**
	 * Return what a name stands for. Does not create an exception and does not initialize
	 * a class.
	 * @param name the name as a fault gives it
	 * @return the way to create the exception, or the reason why there is none
	 */
	Located locate(String name) {
		if (name.length() > MAX_NAME_LENGTH || !CLASS_NAME.matcher(name).matches()) {
			return Located.MALFORMED;
		}
		String className = className(name);
		Located known = this.located.get(className);
		if (known == null) {
			known = this.unknown.get(className);
		}
		if (known != null) {
			return known;
		}
		if (this.allowed.stream().noneMatch((entry) -> covers(entry, className))) {
			return Located.NOT_ALLOWED;
		}
		Located found = find(className);
		if (found.reason() != Reason.FAULT_NOT_LOCATED) {
			// The number of these entries is limited by the number of exception classes.
			this.located.put(className, found);
			return found;
		}
		// The number of these entries has to be limited, since anybody can invent names.
		if (this.unknown.size() >= MAX_UNKNOWN_NAMES) {
			this.unknown.clear();
		}
		this.unknown.put(className, found);
		return found;
	}

	/**
	 * Return why a name does not stand for an exception.
	 * @param name the name as a fault gives it
	 * @return a sentence for people, {@code null} if an exception can be created
	 */
	@Nullable String obstacle(String name) {
		Located located = locate(name);
		if (located.obstacle() == null) {
			return null;
		}
		String text = "'" + PrintableText.of((located == Located.MALFORMED) ? name : className(name)) + "' "
				+ located.obstacle();
		if (located != Located.NOT_ALLOWED) {
			return text;
		}
		return text + " (" + (this.allowed.isEmpty() ? "none" : String.join(", ", this.allowed)) + ")";
	}

	private static String className(String name) {
		return (name.indexOf('.') < 0) ? "java.lang." + name : name;
	}

	static void validate(List<String> allowed) {
		for (String entry : allowed) {
			if (!ALLOWED_ENTRY.matcher(entry).matches()) {
				throw new IllegalArgumentException("'" + entry + "' is not an entry for allowed faults;"
						+ " use a class name, 'com.example.*' for a package or 'com.example.**' for its subpackages too");
			}
		}
	}

	/**
	 * What a name stands for: either a way to create an exception, or the reason why
	 * there is none.
	 *
	 * @param constructors the constructors that can create the exception, empty if there
	 * are none
	 * @param reason the stable code of the reason
	 * @param obstacle the reason as the end of a sentence
	 */
	record Located(List<Constructor<?>> constructors, @Nullable Reason reason, @Nullable String obstacle) {

		private static final Located MALFORMED = notLocated("is not the name of a class");

		private static final Located UNKNOWN = notLocated("is not found");

		private static final Located NO_EXCEPTION = notLocated("is not an exception");

		private static final Located NOT_MADE = notLocated(
				"cannot be made: it is abstract, does not link, or has none of the constructors that are tried");

		private static final Located NOT_ALLOWED = notAllowed("is not among the allowed exceptions");

		private static final Located ERROR = notAllowed(
				"is not an Exception, and an Error must be allowed by its own full name");

		private static final Located NEVER = notAllowed("is never thrown, since it would outlive its request");

		private static Located notLocated(String obstacle) {
			return new Located(List.of(), Reason.FAULT_NOT_LOCATED, obstacle);
		}

		private static Located notAllowed(String obstacle) {
			return new Located(List.of(), Reason.FAULT_NOT_ALLOWED, obstacle);
		}

		/**
		 * Return whether code of the application may run when the exception is created.
		 * Only classes of the bootstrap loader certainly run none:
		 * {@code java.sql.SQLException}, for example, writes to the log writer of the
		 * application.
		 */
		boolean mayRunApplicationCode() {
			return !this.constructors.isEmpty()
					&& this.constructors.get(0).getDeclaringClass().getClassLoader() != null;
		}

		/**
		 * Create the exception.
		 * @param message its message, if its class takes one
		 * @return the exception, {@code null} if its constructors fail
		 */
		@Nullable Throwable create(String message) {
			for (Constructor<?> constructor : this.constructors) {
				Object[] arguments = new Object[constructor.getParameterCount()];
				if (arguments.length > 0 && constructor.getParameterTypes()[0] == String.class) {
					arguments[0] = message;
				}
				try {
					return (Throwable) constructor.newInstance(arguments);
				}
				catch (Throwable ex) {
					// The next constructor or the default exception is used instead,
					// since the request must not fail with an exception that nobody asked
					// for.
				}
			}
			return null;
		}

	}

	/**
	 * Return the default exception.
	 * @param message its message
	 */
	static Throwable defaultFault(String message) {
		return new ChaosMiddlewareException(message);
	}

	private Located find(String className) {
		Located obstacle = CLASS_FILES ? lookAtClassFiles(className) : null;
		return (obstacle != null) ? obstacle : load(className);
	}

	/**
	 * Look for the class file of an exception before its class is loaded. Class loaders
	 * keep a lock for every name that they are asked to load, and keep classes forever.
	 * For files, they keep nothing, or only caches that are released before memory runs
	 * out.
	 * @return why the class does not have to be loaded, {@code null} if it seems to be an
	 * exception
	 */
	private @Nullable Located lookAtClassFiles(String className) {
		String name = className;
		for (int i = 0; i < MAX_ANCESTORS && name != null && !name.equals(Throwable.class.getName()); i++) {
			try (InputStream content = this.classLoader.getResourceAsStream(name.replace('.', '/') + ".class")) {
				ClassFile file = (content != null) ? ClassFile.read(content) : null;
				// Some file systems ignore case and find a file for a name in the wrong
				// case.
				if (file == null || !file.name().equals(name)) {
					return name.equals(className) ? Located.UNKNOWN : null;
				}
				name = file.superclass();
			}
			catch (IOException ex) {
				// The class loader may still be able to load the class.
				return null;
			}
			catch (RuntimeException | LinkageError ex) {
				return Located.UNKNOWN;
			}
		}
		return (name == null) ? Located.NO_EXCEPTION : null;
	}

	private Located load(String className) {
		try {
			Class<?> type = Class.forName(className, false, this.classLoader);
			if (!Throwable.class.isAssignableFrom(type)) {
				return Located.NO_EXCEPTION;
			}
			Located obstacle = obstacle(type);
			if (obstacle != null) {
				return obstacle;
			}
			List<Constructor<?>> constructors = Modifier.isAbstract(type.getModifiers()) ? List.of()
					: constructors(type);
			return constructors.isEmpty() ? Located.NOT_MADE : new Located(constructors, null, null);
		}
		catch (ClassNotFoundException ex) {
			return Located.UNKNOWN;
		}
		catch (LinkageError | RuntimeException ex) {
			return Located.NOT_MADE;
		}
	}

	private @Nullable Located obstacle(Class<?> type) {
		for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
			if (NEVER.contains(ancestor.getName())) {
				return Located.NEVER;
			}
		}
		boolean usable = Exception.class.isAssignableFrom(type)
				|| (Error.class.isAssignableFrom(type) && this.allowed.contains(type.getName()));
		return usable ? null : Located.ERROR;
	}

	private List<Constructor<?>> constructors(Class<?> type) {
		List<Constructor<?>> constructors = new ArrayList<>();
		for (List<Class<?>> signature : SIGNATURES) {
			try {
				Constructor<?> constructor = type.getDeclaredConstructor(signature.toArray(Class<?>[]::new));
				// Exceptions of applications are often not public, but a private
				// constructor is not intended to be called.
				if (!Modifier.isPrivate(constructor.getModifiers()) && constructor.trySetAccessible()) {
					constructors.add(constructor);
				}
			}
			catch (NoSuchMethodException ex) {
				// The next signature is tried.
			}
		}
		return List.copyOf(constructors);
	}

	private static boolean covers(String entry, String className) {
		if (entry.endsWith("**")) {
			return className.startsWith(entry.substring(0, entry.length() - 2));
		}
		if (entry.endsWith(".*")) {
			String prefix = entry.substring(0, entry.length() - 1);
			return className.startsWith(prefix) && className.indexOf('.', prefix.length()) < 0;
		}
		return className.equals(entry);
	}

}
