package io.chaosmiddleware.spring.actuate;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the calls of the endpoint {@code chaos} are listed, as its page says.
 */
class EndpointIndexTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theIndexHasTheOperationsOfSpringBootAndTheMappingsHaveAllCalls(String type) {
		try (EndpointApplication application = new EndpointApplication(type,
				List.of("management.endpoints.web.exposure.include=chaos,mappings"))) {
			JsonNode links = application.management("GET", "/actuator", null).json().path("_links");
			assertThat(links.propertyNames()).filteredOn((name) -> name.startsWith("chaos")).containsExactly("chaos");

			String mappings = application.management("GET", "/actuator/mappings", null).response().body();
			assertThat(mappings.split("\"patterns\":\\[\"/actuator/chaos\"]", -1)).as("reading, and the other calls")
				.hasSize(3);
			assertThat(mappings).contains("\"patterns\":[\"/actuator/chaos/{name}\"]");
		}
	}

}
