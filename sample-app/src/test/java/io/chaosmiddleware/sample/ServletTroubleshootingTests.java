package io.chaosmiddleware.sample;

/**
 * Mistakes in attacks, on Spring MVC.
 */
@ShopTest
class ServletTroubleshootingTests extends TroubleshootingContract {

}
