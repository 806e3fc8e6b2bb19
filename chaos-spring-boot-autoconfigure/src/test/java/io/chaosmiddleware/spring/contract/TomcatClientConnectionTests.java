package io.chaosmiddleware.spring.contract;

class TomcatClientConnectionTests extends ClientConnectionContractTests {

	TomcatClientConnectionTests() {
		super(BreakingServer.TOMCAT);
	}

}
