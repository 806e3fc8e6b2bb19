package io.chaosmiddleware.sample;

/**
 * The pages of the effects on Spring WebFlux.
 */
@ShopTest(properties = ShopTest.REACTIVE)
class ReactiveEffectPagesTests extends EffectPagesContract {

}
