package io.chaosmiddleware.benchmarks.application;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoint that is measured.
 */
@RestController
public class OrderController {

	@GetMapping("/orders/{id}")
	public String order(@PathVariable String id) {
		return "open";
	}

	/**
	 * Answers after a second: what an application would do without us.
	 */
	@GetMapping("/slow-orders/{id}")
	public String slowOrder(@PathVariable String id) throws InterruptedException {
		Thread.sleep(1000);
		return "open";
	}

}
