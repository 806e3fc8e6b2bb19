package io.chaosmiddleware.war;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {

	@GetMapping("/orders/{id}")
	String order(@PathVariable String id) {
		return "order " + id;
	}

	@GetMapping("/broken")
	String broken() {
		throw new IllegalStateException("broken by itself");
	}

	@GetMapping("/reports")
	String reports() {
		return "reports";
	}

	@GetMapping("/denied")
	String denied() {
		return "not for you";
	}

}
