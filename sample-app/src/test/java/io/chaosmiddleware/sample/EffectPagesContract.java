package io.chaosmiddleware.sample;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every curl command on the pages of the effects prints what the page says.
 */
abstract class EffectPagesContract {

	@LocalServerPort
	private int port;

	@TestFactory
	List<DynamicContainer> everyCommandPrintsWhatItsPageSays() {
		return EffectPagesTests.pages()
			.map((page) -> DynamicContainer.dynamicContainer(page.toString(),
					Console.of(page)
						.stream()
						.map((command) -> DynamicTest.dynamicTest(command.command(), () -> command.verify(this.port)))))
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "/products/1,delay,300ms,300", "/products,throttle,1KB/s,119" })
	void theExampleTakesItsTime(String path, String effect, String value, int millis) {
		long begin = System.nanoTime();

		ShopAnswer answer = attack(path, effect, value);

		assertThat(answer.failure()).isEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void oneByteOfTheExampleIsCorrupted() {
		byte[] calm = new RawShopClient(this.port).send("GET", "/products/1", List.of()).body();

		byte[] corrupted = attack("/products/1", "corrupt", "1%").body();

		assertThat(corrupted).hasSameSizeAs(calm);
		int differences = 0;
		for (int i = 0; i < calm.length; i++) {
			differences += (corrupted[i] != calm[i]) ? 1 : 0;
		}
		assertThat(differences).isOne();
	}

	private ShopAnswer attack(String path, String effect, String value) {
		return new RawShopClient(this.port).send("GET", path, List.of(ShopClient.ATTACK,
				"{\"actions\": [{\"name\": \"" + effect + "\", \"value\": \"" + value + "\"}]}"));
	}

}
