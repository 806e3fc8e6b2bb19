package io.chaosmiddleware.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The shop. Runs on Spring MVC, or on Spring WebFlux with
 * {@code --spring.main.web-application-type=reactive}.
 */
@SpringBootApplication
public class ShopApplication {

	/**
	 * Open the shop.
	 * @param args properties such as {@code --server.port=8081}
	 */
	public static void main(String[] args) {
		SpringApplication.run(ShopApplication.class, args);
	}

}
