package io.chaosmiddleware.sample;

/**
 * The pages of the effects on Spring MVC.
 */
@ShopTest
class ServletEffectPagesTests extends EffectPagesContract {

}
