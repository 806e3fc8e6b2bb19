package io.chaosmiddleware.sample;

/**
 * Who may attack the shop on Spring WebFlux.
 */
@ShopTest(properties = { ShopTest.REACTIVE, SafetyContract.TOKEN, SafetyContract.EXCLUDED })
class ReactiveSafetyTests extends SafetyContract {

}
