package io.chaosmiddleware.benchmarks;

import java.nio.file.Path;

final class Report {

	static void write(Results results, Path page, Path images) {
	}

}
