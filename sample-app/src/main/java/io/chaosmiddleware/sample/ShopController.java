package io.chaosmiddleware.sample;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pages of the shop. None of them knows of chaos.
 */
@RestController
class ShopController {

	private final Shop shop;

	ShopController(Shop shop) {
		this.shop = shop;
	}

	@GetMapping("/products")
	List<Product> products() {
		return this.shop.products();
	}

	@GetMapping("/products/{id}")
	Product product(@PathVariable int id) {
		return this.shop.product(id);
	}

	@GetMapping("/orders")
	List<Order> orders() {
		return this.shop.orders();
	}

	@GetMapping("/orders/{id}")
	Order order(@PathVariable int id) {
		return this.shop.order(id);
	}

	@PostMapping("/orders")
	@ResponseStatus(HttpStatus.CREATED)
	Order place(@RequestBody OrderForm form) {
		return this.shop.place(form.product(), form.quantity());
	}

	/** A page that is slow all by itself, to compare with. */
	@GetMapping("/bestsellers")
	Mono<List<Product>> bestsellers() {
		return Mono.delay(Duration.ofMillis(500)).map((tick) -> this.shop.products().subList(0, 2));
	}

	/**
	 * What people send to order something.
	 *
	 * @param product the number of the product
	 * @param quantity how many
	 */
	record OrderForm(int product, int quantity) {

	}

}
