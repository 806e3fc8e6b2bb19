package io.chaosmiddleware.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.chaosmiddleware.benchmarks.Results.RequestSample;
import io.chaosmiddleware.benchmarks.Statistics.Estimate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How variants are compared.
 */
class ComparisonTests {

	private final List<RequestSample> samples = new ArrayList<>();

	private void round(int round, double plain, double again, double idle) {
		this.samples.add(new RequestSample(Stack.TOMCAT, round / 10, round, "starter, enabled and idle", 0, idle));
		this.samples.add(new RequestSample(Stack.TOMCAT, round / 10, round, "plain, once more", 0, again));
		this.samples.add(new RequestSample(Stack.TOMCAT, round / 10, round, "plain", 0, plain));
	}

	private Comparison comparison() {
		return Comparison.ofRequests(this.samples, Stack.TOMCAT, RequestSample::cpu);
	}

	@Test
	void everyRoundIsComparedByItself() {
		round(1, 1, 1, 2);
		round(2, 100, 100, 200);
		round(3, 7, 7, 14);

		assertThat(comparison().ratioToBothPlain("starter, enabled and idle").median()).isEqualTo(2);
	}

	@Test
	void theBaselineIsTheMeanOfBothPlainApplications() {
		round(1, 10, 30, 30);

		assertThat(comparison().ratioToBothPlain("starter, enabled and idle").median()).isEqualTo(1.5);
		assertThat(comparison().ratioToBothPlain("plain").median()).isEqualTo(0.5);
	}

	@Test
	void anEstimateReachesFromTheLowestToTheHighestStart() {
		round(1, 1, 1, 1);
		round(2, 1, 1, 3);
		round(3, 1, 1, 9);
		round(11, 1, 1, 4);
		round(12, 1, 1, 5);

		assertThat(comparison().ratioToBothPlain("starter, enabled and idle")).isEqualTo(new Estimate(4, 3, 4.5));
		assertThat(comparison().numberOfStarts()).isEqualTo(2);
	}

	@Test
	void variantsHaveAnOrderOfTheirOwn() {
		round(1, 1, 1, 1);
		this.samples.add(new RequestSample(Stack.TOMCAT, 0, 1, "another", 0, 1));
		this.samples.add(new RequestSample(Stack.TOMCAT, 0, 1, "plain, with actuator", 0, 1));
		this.samples.add(new RequestSample(Stack.NETTY, 0, 1, "elsewhere", 0, 1));

		assertThat(comparison().variants()).containsExactly("plain", "plain, once more", "starter, enabled and idle",
				"another", "plain, with actuator");
	}

	@Test
	void aRoundWithoutItsBaselineIsAnError() {
		round(1, 1, 1, 1);
		this.samples.add(new RequestSample(Stack.TOMCAT, 0, 2, "starter, enabled and idle", 0, 1));

		assertThatIllegalStateException().isThrownBy(() -> comparison().ratioToBothPlain("starter, enabled and idle"))
			.withMessage("Nothing was measured for 'plain' in round 2");
	}

}
