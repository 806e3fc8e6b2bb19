package io.chaosmiddleware.spring.contract;

class ReactiveTomcatClientConnectionTests extends ClientConnectionContractTests {

	ReactiveTomcatClientConnectionTests() {
		super(BreakingServer.REACTIVE_TOMCAT);
	}

}
