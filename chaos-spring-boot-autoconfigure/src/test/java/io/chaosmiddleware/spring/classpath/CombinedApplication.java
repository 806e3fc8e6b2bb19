package io.chaosmiddleware.spring.classpath;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

import io.chaosmiddleware.engine.AttackEngine;
import io.chaosmiddleware.condition.RequestView;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application without code that starts on any class path and tells what it found
 * there.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CombinedApplication {

	private static final String FAULT = "{\"actions\":[{\"name\":\"fault\",\"value\":\"java.io.IOException\"}]}";

	/**
	 * Start, attack, look, stop. Called by reflection, through a class loader with that
	 * class path.
	 * @param arguments the arguments of the application
	 * @return what was found
	 */
	public static Map<String, String> tryOut(String... arguments) throws Exception {
		Map<String, String> found = new TreeMap<>();
		try (ConfigurableApplicationContext context = SpringApplication.run(CombinedApplication.class, arguments)) {
			found.put("engine", String.valueOf(context.containsBean("attackEngine")));
			found.put("health", String.valueOf(context.containsBean("chaosMiddlewareHealthIndicator")
					|| context.containsBean("chaosMiddlewareHealthContributor")));
			if (context.containsBean("attackEngine")) {
				found.put("engine says", String.valueOf(
						context.getBean(AttackEngine.class).decide(RequestView.of("GET", "/", FAULT)).resultHeader()));
			}
			String port = context.getEnvironment().getProperty("local.server.port");
			if (port != null) {
				HttpResponse<String> attacked = get(port, "/nothing", FAULT);
				found.put("attacked", attacked.statusCode() + " "
						+ attacked.headers().firstValue(AttackEngine.RESULT_HEADER).orElse("-"));
				found.put("not attacked", String.valueOf(get(port, "/nothing", null).statusCode()));
				found.put("GET health", String.valueOf(get(port, "/actuator/health", null).statusCode()));
				found.put("GET chaos", String.valueOf(get(port, "/actuator/chaos", null).statusCode()));
			}
		}
		return found;
	}

	private static HttpResponse<String> get(String port, String path, String attack)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
		if (attack != null) {
			request.header(AttackEngine.ATTACK_HEADER, attack);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
