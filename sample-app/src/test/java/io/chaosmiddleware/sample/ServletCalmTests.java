package io.chaosmiddleware.sample;

/**
 * The shop without Chaos Middleware on Spring MVC.
 */
@ShopTest(properties = CalmContract.OFF)
class ServletCalmTests extends CalmContract {

}
