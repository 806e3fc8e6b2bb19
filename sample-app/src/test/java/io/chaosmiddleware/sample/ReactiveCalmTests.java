package io.chaosmiddleware.sample;

/**
 * The shop without Chaos Middleware on Spring WebFlux.
 */
@ShopTest(properties = { ShopTest.REACTIVE, CalmContract.OFF })
class ReactiveCalmTests extends CalmContract {

}
