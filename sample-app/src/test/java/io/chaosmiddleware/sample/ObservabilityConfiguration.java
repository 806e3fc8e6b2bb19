package io.chaosmiddleware.sample;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.chaosmiddleware.engine.AttackEvent;
import io.chaosmiddleware.engine.AttackListener;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * A shop that pages somebody.
 */
@TestConfiguration(proxyBeanMethods = false)
class ObservabilityConfiguration {

	final BlockingQueue<String> pages = new LinkedBlockingQueue<>();

	@Bean
	AttackListener pager() {
		return (event) -> {
			if (event instanceof AttackEvent.Started started && started.attack().operator() != null) {
				page("Chaos until " + started.attack().expiry() + ", started by " + started.attack().operator());
			}
		};
	}

	@EventListener
	void halted(AttackEvent.Halted event) {
		page("Chaos was halted by " + event.operator());
	}

	private void page(String text) {
		this.pages.add(text);
	}

}
