package io.chaosmiddleware.sample;

/**
 * The shop on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
class ReactiveShopTests extends ShopContract {

}
