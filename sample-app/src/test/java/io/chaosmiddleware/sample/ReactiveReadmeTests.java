package io.chaosmiddleware.sample;

/**
 * The README on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
class ReactiveReadmeTests extends ReadmeContract {

}
