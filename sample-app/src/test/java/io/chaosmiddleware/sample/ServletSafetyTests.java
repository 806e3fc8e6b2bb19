package io.chaosmiddleware.sample;

/**
 * Who may attack the shop on Spring MVC.
 */
@ShopTest(properties = { SafetyContract.TOKEN, SafetyContract.EXCLUDED })
class ServletSafetyTests extends SafetyContract {

}
