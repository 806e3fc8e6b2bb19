package io.chaosmiddleware.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Service;

/**
 * The shelves and the order book, in memory.
 */
@Service
class Shop {

	private final List<Product> products = List.of(new Product(1, "Rubber duck", 450), new Product(2, "Tea pot", 2300),
			new Product(3, "Umbrella", 1900));

	private final List<Order> orders = new CopyOnWriteArrayList<>(List.of(new Order(1, this.products.get(0), 12)));

	List<Product> products() {
		return this.products;
	}

	Product product(int id) {
		return this.products.stream()
			.filter((product) -> product.id() == id)
			.findFirst()
			.orElseThrow(() -> new NotFoundException("product " + id));
	}

	List<Order> orders() {
		return this.orders;
	}

	Order order(int id) {
		return this.orders.stream()
			.filter((order) -> order.id() == id)
			.findFirst()
			.orElseThrow(() -> new NotFoundException("order " + id));
	}

	synchronized Order place(int productId, int quantity) {
		Order order = new Order(this.orders.size() + 1, product(productId), quantity);
		this.orders.add(order);
		return order;
	}

	/**
	 * There is no such thing.
	 */
	static class NotFoundException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NotFoundException(String what) {
			super("There is no " + what);
		}

	}

}
