package io.chaosmiddleware.spring.contract;

class JettyClientConnectionTests extends ClientConnectionContractTests {

	JettyClientConnectionTests() {
		super(BreakingServer.JETTY);
	}

}
