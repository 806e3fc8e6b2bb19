package io.chaosmiddleware.benchmarks;

/**
 * What the small application runs on.
 */
enum Stack {

	/** Spring MVC on Tomcat. */
	TOMCAT("tomcat", "MVC on Tomcat"),

	/** Spring WebFlux on Reactor Netty. */
	NETTY("netty", "WebFlux on Netty");

	private final String id;

	private final String title;

	Stack(String id, String title) {
		this.id = id;
		this.title = title;
	}

	String id() {
		return this.id;
	}

	String title() {
		return this.title;
	}

}
