package io.chaosmiddleware.attack;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An attack together with the duration that its author gives it.
 *
 * @param attack the attack
 * @param duration how long the attack is active, positive, {@code null} if the document
 * does not say
 */
public record TimedAttack(Attack attack, @Nullable Duration duration) {

}
