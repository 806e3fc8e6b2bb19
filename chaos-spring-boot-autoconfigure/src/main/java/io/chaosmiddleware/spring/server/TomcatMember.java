package io.chaosmiddleware.spring.server;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * What is used of Tomcat although it is not public.
 */
enum TomcatMember {

	REQUEST("catalina.connector.RequestFacade", "request"),

	PROCESSOR("coyote.Response", "hook"),

	SOCKET("coyote.AbstractProcessor", "socketWrapper"),

	HANDLER("coyote.http2.StreamProcessor", "handler"),

	STREAM("coyote.http2.StreamProcessor", "stream"),

	STATE("coyote.http2.AbstractNonZeroStream", "state"),

	PROTOCOL("coyote.http2.Http2UpgradeHandler", "getProtocol()"),

	OVERHEAD("coyote.http2.Http2UpgradeHandler", "overheadCount"),

	DISCARD_OUTPUT("coyote.http2.Stream", "configureVoidOutputFilter()"),

	RELEASE_WRITERS("coyote.http2.Stream", "cancelAllocationRequests()"),

	RECEIVED_RESET("coyote.http2.StreamStateMachine", "receivedReset()"),

	SEND_RESET("coyote.http2.Http2UpgradeHandler", "sendStreamReset()", "org.apache.coyote.http2.StreamStateMachine",
			"org.apache.coyote.http2.StreamException"),

	NEW_EXCEPTION("coyote.http2.StreamException", "StreamException()", "java.lang.String",
			"org.apache.coyote.http2.Http2Error", "int"),

	INTERNAL_ERROR("coyote.http2.Http2Error", "INTERNAL_ERROR"),

	CANCEL("coyote.http2.Http2Error", "CANCEL");

	private final String type;

	private final String name;

	private final String[] parameters;

	TomcatMember(String type, String name, String... parameters) {
		this.type = "org.apache." + type;
		this.name = name;
		this.parameters = parameters;
	}

	/** Read a field. @param target its object, or {@code null} if it is static. */
	Object read(@Nullable Object target) throws ReflectiveOperationException {
		return accessible(Field.class).get(target);
	}

	/** Call a method. */
	Object call(Object target, Object... arguments) throws ReflectiveOperationException {
		return accessible(Method.class).invoke(target, arguments);
	}

	/** Call a constructor. */
	Object create(Object... arguments) throws ReflectiveOperationException {
		return accessible(Constructor.class).newInstance(arguments);
	}

	private <T extends AccessibleObject> T accessible(Class<T> kind) throws ReflectiveOperationException {
		T member = kind.cast(in(org.apache.coyote.Request.class.getClassLoader()));
		member.setAccessible(true);
		return member;
	}

	Member in(@Nullable ClassLoader loader) throws ReflectiveOperationException {
		Class<?> declaring = ClassUtils.forName(this.type, loader);
		if (!this.name.endsWith("()")) {
			return declaring.getDeclaredField(this.name);
		}
		Class<?>[] types = new Class<?>[this.parameters.length];
		for (int i = 0; i < types.length; i++) {
			types[i] = ClassUtils.forName(this.parameters[i], loader);
		}
		String method = this.name.substring(0, this.name.length() - 2);
		return method.equals(declaring.getSimpleName()) ? declaring.getDeclaredConstructor(types)
				: declaring.getDeclaredMethod(method, types);
	}

	/**
	 * Keeps the members in a native image.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			for (TomcatMember member : values()) {
				try {
					register(hints, member.in(classLoader));
				}
				catch (ReflectiveOperationException | LinkageError ex) {
					// another server, or another version
				}
			}
		}

		private static void register(RuntimeHints hints, Member member) {
			if (member instanceof Field field) {
				hints.reflection().registerField(field);
			}
			else if (member instanceof Method method) {
				hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
			}
			else {
				hints.reflection().registerConstructor((Constructor<?>) member, ExecutableMode.INVOKE);
			}
		}

	}

}
