package io.chaosmiddleware.spring.autoconfigure;

import java.util.function.Supplier;

import io.chaosmiddleware.engine.LoaderStatus;
import io.chaosmiddleware.engine.LoaderStatusSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks the loader, if there is one, when somebody looks.
 *
 * @param sources the beans that know
 */
record LoaderStatusSupplier(ObjectProvider<LoaderStatusSource> sources) implements Supplier<@Nullable LoaderStatus> {

	@Override
	public @Nullable LoaderStatus get() {
		LoaderStatusSource source = this.sources.orderedStream().findFirst().orElse(null);
		return (source != null) ? source.loaderStatus() : null;
	}

}
