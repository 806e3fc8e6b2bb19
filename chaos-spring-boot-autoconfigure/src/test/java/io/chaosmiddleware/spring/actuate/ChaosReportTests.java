package io.chaosmiddleware.spring.actuate;

import java.util.List;
import java.util.stream.IntStream;

import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.spring.mappings.RouteFinding;
import io.chaosmiddleware.spring.mappings.RoutedAction;
import org.junit.jupiter.api.Test;

import static io.chaosmiddleware.spring.TestDocuments.document;
import static org.assertj.core.api.Assertions.assertThat;

class ChaosReportTests {

	@Test
	void atMostTwentyMappingsOfARouteAreNamed() {
		RoutedAction action = RoutedAction.of(new AttackParser(AttackLimits.HEADER).parse(document("delay 1 /a")))
			.get(0);
		List<String> mappings = IntStream.range(0, 25).mapToObj((i) -> "/a" + i).toList();

		assertThat(ChaosReport.route(action, null, new RouteFinding(action.route(), mappings, null)))
			.containsEntry("mappings", mappings.subList(0, 20))
			.containsEntry("mappingsLeftOut", 5)
			.doesNotContainKey("warning");
	}

}
