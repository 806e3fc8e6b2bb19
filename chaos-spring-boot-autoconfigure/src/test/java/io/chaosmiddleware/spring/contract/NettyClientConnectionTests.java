package io.chaosmiddleware.spring.contract;

class NettyClientConnectionTests extends ClientConnectionContractTests {

	NettyClientConnectionTests() {
		super(BreakingServer.NETTY);
	}

}
