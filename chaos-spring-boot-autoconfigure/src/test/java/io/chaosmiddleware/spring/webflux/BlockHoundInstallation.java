package io.chaosmiddleware.spring.webflux;

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
		BlockHound.install();
	}

}
