package io.chaosmiddleware.sample;

import java.util.List;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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

	@Test
	void oneByteOfTheExampleIsCorrupted() {
		RawShopClient shop = new RawShopClient(this.port);
		byte[] calm = shop.send("GET", "/products/1", List.of()).body();

		byte[] corrupted = shop
			.send("GET", "/products/1",
					List.of(ShopClient.ATTACK, "{\"actions\": [{\"name\": \"corrupt\", \"value\": \"1%\"}]}"))
			.body();

		assertThat(corrupted).hasSameSizeAs(calm);
		int differences = 0;
		for (int i = 0; i < calm.length; i++) {
			differences += (corrupted[i] != calm[i]) ? 1 : 0;
		}
		assertThat(differences).isOne();
	}

}
