package io.chaosmiddleware.sample;

/**
 * The profile {@code demo-attack} on Spring MVC.
 */
@ShopTest
class ServletDemoAttackTests extends DemoAttackContract {

}
