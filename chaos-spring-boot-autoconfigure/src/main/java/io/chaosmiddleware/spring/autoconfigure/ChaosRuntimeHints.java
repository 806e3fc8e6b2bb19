package io.chaosmiddleware.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * Hints for native images: the proxy that stands for requests that are only explained,
 * and the constructors of the exceptions that faults name most often. In a native image,
 * faults that name other exceptions throw the default exception unless the application
 * registers the constructors of those exceptions.
 */
class ChaosRuntimeHints implements RuntimeHintsRegistrar {

	static final List<String> FAULTS = List.of("java.io.EOFException", "java.io.FileNotFoundException",
			"java.io.IOException", "java.lang.ArithmeticException", "java.lang.Exception",
			"java.lang.IllegalArgumentException", "java.lang.IllegalStateException",
			"java.lang.IndexOutOfBoundsException", "java.lang.InterruptedException", "java.lang.NullPointerException",
			"java.lang.RuntimeException", "java.lang.SecurityException", "java.lang.UnsupportedOperationException",
			"java.net.ConnectException", "java.net.NoRouteToHostException", "java.net.SocketException",
			"java.net.SocketTimeoutException", "java.net.UnknownHostException",
			"java.net.http.HttpConnectTimeoutException", "java.net.http.HttpTimeoutException", "java.sql.SQLException",
			"java.sql.SQLTimeoutException", "java.sql.SQLTransientConnectionException",
			"java.util.NoSuchElementException", "java.util.concurrent.CancellationException",
			"java.util.concurrent.RejectedExecutionException", "java.util.concurrent.TimeoutException",
			"org.springframework.dao.CannotAcquireLockException",
			"org.springframework.dao.DataAccessResourceFailureException",
			"org.springframework.dao.DataIntegrityViolationException",
			"org.springframework.dao.OptimisticLockingFailureException",
			"org.springframework.dao.QueryTimeoutException",
			"org.springframework.dao.TransientDataAccessResourceException",
			"org.springframework.security.access.AccessDeniedException",
			"org.springframework.web.client.ResourceAccessException");

	private static final String SERVLET_REQUEST = "jakarta.servlet.http.HttpServletRequest";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (String fault : FAULTS) {
			hints.reflection().registerTypeIfPresent(classLoader, fault, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		}
		// The mappings of Spring MVC are asked about a request that is only explained.
		if (ClassUtils.isPresent(SERVLET_REQUEST, classLoader)) {
			hints.proxies().registerJdkProxy(TypeReference.of(SERVLET_REQUEST));
		}
	}

}
