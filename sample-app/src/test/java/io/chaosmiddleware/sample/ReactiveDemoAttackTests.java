package io.chaosmiddleware.sample;

/**
 * The profile {@code demo-attack} on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
class ReactiveDemoAttackTests extends DemoAttackContract {

}
