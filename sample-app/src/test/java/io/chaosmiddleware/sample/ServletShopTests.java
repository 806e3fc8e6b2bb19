package io.chaosmiddleware.sample;

/**
 * The shop on Spring MVC.
 */
@ShopTest
class ServletShopTests extends ShopContract {

}
