package io.chaosmiddleware.spring.classpath;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter starts, and works as far as it can, whatever else is on the class path: the
 * application runs through a class loader that really lacks the other jars.
 */
class ClassPathCombinationTests {

	private static final String SERVLET = "/(spring-boot-webmvc|spring-boot-servlet|spring-webmvc|spring-boot-tomcat"
			+ "|spring-boot-jetty|tomcat-|jetty-|jakarta\\.servlet|jakarta\\.websocket|spring-boot-starter-(webmvc|tomcat|jetty))";

	private static final String REACTIVE = "/(spring-boot-webflux|spring-webflux|spring-boot-reactor|reactor-|netty-"
			+ "|spring-boot-http-codec|spring-boot-starter-(webflux|reactor)|reactive-streams|blockhound)";

	private static final String WEB = "/(spring-web-[0-9]|spring-boot-web-server|spring-boot-http-converter)";

	private static final String ACTUATOR = "/(spring-boot-actuator|spring-boot-health|spring-boot-micrometer|micrometer-(core|jakarta9|tracing)"
			+ "|spring-boot-starter-(actuator|micrometer))";

	@ParameterizedTest(name = "servlet={0} reactive={1} actuator={2}")
	@CsvSource({ "true,false,true", "true,false,false", "false,true,true", "false,true,false", "true,true,true",
			"true,true,false", "false,false,true", "false,false,false" })
	void worksWithWhatIsThere(boolean servlet, boolean reactive, boolean actuator) throws Exception {
		List<String> missing = new ArrayList<>();
		if (!servlet) {
			missing.add(SERVLET);
		}
		if (!reactive) {
			missing.add(REACTIVE);
		}
		if (!servlet && !reactive) {
			missing.add(WEB);
		}
		if (!actuator) {
			missing.add(ACTUATOR);
		}

		Map<String, String> calm;
		Map<String, String> found;
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(urls(missing), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(classLoader);
			leaveUrlsAlone(classLoader);
			calm = tryOut(classLoader, "--chaos.middleware.enabled=false");
			found = tryOut(classLoader, "--chaos.middleware.enabled=true");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}

		assertThat(calm).containsEntry("engine", "false").containsEntry("health", "false");
		assertThat(found).containsEntry("engine", "true")
			.containsEntry("engine says", "fault;verdict=injected")
			.containsEntry("health", String.valueOf(actuator));
		if (servlet || reactive) {
			String there = actuator ? "200" : "404";
			assertThat(calm).containsEntry("attacked", "404 -")
				.containsEntry("GET health", there)
				.containsEntry("GET chaos", "404");
			assertThat(found).containsEntry("attacked", "500 fault;verdict=injected")
				.containsEntry("not attacked", "404")
				.containsEntry("GET health", there)
				.containsEntry("GET chaos", there);
		}
		else {
			assertThat(found).doesNotContainKey("attacked");
		}
	}

	/**
	 * Keep the Tomcat of a class loader from handling URLs: only one in a process can.
	 */
	private static void leaveUrlsAlone(ClassLoader classLoader) throws ReflectiveOperationException {
		String handlers = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";
		if (classLoader.getResource(handlers.replace('.', '/') + ".class") != null) {
			classLoader.loadClass(handlers).getMethod("disable").invoke(null);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> tryOut(ClassLoader classLoader, String enabled) throws Exception {
		return (Map<String, String>) classLoader.loadClass(CombinedApplication.class.getName())
			.getMethod("tryOut", String[].class)
			.invoke(null, (Object) new String[] { enabled, "--server.port=0", "--spring.main.banner-mode=off",
					"--spring.jmx.enabled=false", "--management.endpoints.web.exposure.include=*" });
	}

	private static URL[] urls(List<String> missing) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (missing.stream().noneMatch((pattern) -> Pattern.compile(pattern).matcher(entry).find())) {
				urls.add(new File(entry).toURI().toURL());
			}
		}
		return urls.toArray(URL[]::new);
	}

}
