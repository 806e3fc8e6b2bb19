package io.chaosmiddleware.spring.webflux;

import io.opentelemetry.context.Context;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import reactor.blockhound.BlockHound;

/**
 * Has BlockHound watch all tests of this module. Not before they run, as BlockHound's own
 * listener does: Maven looks for tests in its own process, which BlockHound cannot watch.
 */
public final class BlockHoundInstallation implements TestExecutionListener {

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		// The first use of OpenTelemetry's context reads files, which an event loop must
		// not.
		Context.current();
		BlockHound.install();
	}

}
