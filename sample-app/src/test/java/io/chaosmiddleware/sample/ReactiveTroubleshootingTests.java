package io.chaosmiddleware.sample;

/**
 * Mistakes in attacks, on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
class ReactiveTroubleshootingTests extends TroubleshootingContract {

}
