package io.chaosmiddleware.benchmarks;

import java.nio.file.Path;

public final class Benchmarks {

	public static void main(String[] args) {
		Path java = Path.of(System.getProperty("java.home"));
		new RequestMeasurement(java, 1, 3, 40_000).run();
	}

}
