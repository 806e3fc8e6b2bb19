package io.chaosmiddleware.engine;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

import io.chaosmiddleware.attack.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Makes exceptions from the names that faults give, under the rules of decisions D12 to
 * D14. Safe for use by many threads.
 */
final class FaultLocator {

	static final int MAX_UNKNOWN_NAMES = 1000;

	private static final int MAX_NAME_LENGTH = 512;

	private static final String MESSAGE = "Injected by Chaos Middleware";

	private static final Pattern CLASS_NAME = Pattern
		.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+"
				+ "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+)*+");

	private static final Pattern ALLOWED_ENTRY = Pattern.compile("\\*\\*|" + CLASS_NAME.pattern() + "(?:\\.\\*\\*?)?");

	/**
	 * They outlive their request: the container takes the servlet out of service.
	 */
	private static final Set<String> NEVER = Set.of("jakarta.servlet.UnavailableException");

	private static final List<List<Class<?>>> SIGNATURES = List.of(List.of(), List.of(String.class),
			List.of(String.class, Throwable.class), List.of(Throwable.class));

	private final List<String> allowed;

	private final ClassLoader classLoader;

	private final Map<String, Located> located = new ConcurrentHashMap<>();

	// exact under concurrency: a place is taken before a name is looked up
	private final Semaphore unknownNames = new Semaphore(MAX_UNKNOWN_NAMES);

	FaultLocator(List<String> allowed, ClassLoader classLoader) {
		this.allowed = List.copyOf(allowed);
		this.classLoader = classLoader;
	}

	/**
	 * Return what a name probably stands for. Loads no class, and so leaves alone the
	 * number of names that are ever looked up.
	 */
	Located foresee(String name) {
		Located known = known(name);
		if (known != null) {
			return known;
		}
		boolean exists = this.classLoader.getResource(className(name).replace('.', '/') + ".class") != null;
		return exists ? new Located(List.of(), null) : Located.NOT_LOCATED;
	}

	private @Nullable Located known(String name) {
		if (name.length() > MAX_NAME_LENGTH || !CLASS_NAME.matcher(name).matches()) {
			return Located.NOT_LOCATED;
		}
		String className = className(name);
		Located known = this.located.get(className);
		if (known == null && this.allowed.stream().noneMatch((entry) -> covers(entry, className))) {
			return Located.NOT_ALLOWED;
		}
		return known;
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
	 * What a name stands for: either a way to make an exception, or a reason why not.
	 */
	record Located(List<Constructor<?>> constructors, @Nullable Reason reason) {

		private static final Located NOT_LOCATED = new Located(List.of(), Reason.FAULT_NOT_LOCATED);

		private static final Located NOT_ALLOWED = new Located(List.of(), Reason.FAULT_NOT_ALLOWED);

		/**
		 * Whether code of the application may run when it is made. Only the bootstrap
		 * loader certainly has none: {@code java.sql.SQLException}, for one, writes to
		 * the application's log of its drivers.
		 */
		boolean mayRunApplicationCode() {
			return !this.constructors.isEmpty()
					&& this.constructors.get(0).getDeclaringClass().getClassLoader() != null;
		}

		/**
		 * Make the exception.
		 * @return the exception, {@code null} if its constructors fail
		 */
		@Nullable Throwable create() {
			for (Constructor<?> constructor : this.constructors) {
				Object[] arguments = new Object[constructor.getParameterCount()];
				if (arguments.length > 0 && constructor.getParameterTypes()[0] == String.class) {
					arguments[0] = MESSAGE;
				}
				try {
					return (Throwable) constructor.newInstance(arguments);
				}
				catch (Throwable ex) {
					// the next constructor, or the default exception: whatever it is, the
					// request must not get it in the place of what was asked for
				}
			}
			return null;
		}

	}

	Located locate(String name) {
		Located known = known(name);
		if (known != null) {
			return known;
		}
		String className = className(name);
		if (!this.unknownNames.tryAcquire()) {
			return Located.NOT_ALLOWED;
		}
		Located found = load(className);
		if (this.located.putIfAbsent(className, found) != null || !found.constructors().isEmpty()) {
			this.unknownNames.release();
		}
		return found;
	}

	/** Return the default exception. */
	static Throwable defaultFault() {
		return new ChaosMiddlewareException(MESSAGE);
	}

	private Located load(String className) {
		try {
			Class<?> type = Class.forName(className, false, this.classLoader);
			if (!Throwable.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
				return Located.NOT_LOCATED;
			}
			if (!isUsable(type)) {
				return Located.NOT_ALLOWED;
			}
			List<Constructor<?>> constructors = constructors(type);
			return constructors.isEmpty() ? Located.NOT_LOCATED : new Located(constructors, null);
		}
		catch (ClassNotFoundException | LinkageError | RuntimeException ex) {
			return Located.NOT_LOCATED;
		}
	}

	private boolean isUsable(Class<?> type) {
		for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
			if (NEVER.contains(ancestor.getName())) {
				return false;
			}
		}
		return Exception.class.isAssignableFrom(type)
				|| (Error.class.isAssignableFrom(type) && this.allowed.contains(type.getName()));
	}

	private List<Constructor<?>> constructors(Class<?> type) {
		List<Constructor<?>> constructors = new ArrayList<>();
		for (List<Class<?>> signature : SIGNATURES) {
			try {
				Constructor<?> constructor = type.getDeclaredConstructor(signature.toArray(Class<?>[]::new));
				// an application's own exceptions are often not public, but a private
				// constructor is not meant to be called
				if (!Modifier.isPrivate(constructor.getModifiers()) && constructor.trySetAccessible()) {
					constructors.add(constructor);
				}
			}
			catch (NoSuchMethodException ex) {
				// the next signature
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
