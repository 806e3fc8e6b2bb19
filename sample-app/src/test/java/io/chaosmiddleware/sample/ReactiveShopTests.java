package io.chaosmiddleware.sample;

import org.junit.jupiter.api.Disabled;

/**
 * The shop on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
@Disabled("waits for the adapter to Spring WebFlux")
class ReactiveShopTests extends ShopContract {

}
