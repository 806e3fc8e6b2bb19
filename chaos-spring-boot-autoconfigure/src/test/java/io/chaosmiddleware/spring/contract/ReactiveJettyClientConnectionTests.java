package io.chaosmiddleware.spring.contract;

class ReactiveJettyClientConnectionTests extends ClientConnectionContractTests {

	ReactiveJettyClientConnectionTests() {
		super(BreakingServer.REACTIVE_JETTY);
	}

}
