package io.chaosmiddleware.sample;

/**
 * The README on Spring MVC.
 */
@ShopTest
class ServletReadmeTests extends ReadmeContract {

}
