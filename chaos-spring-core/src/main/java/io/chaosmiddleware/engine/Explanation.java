package io.chaosmiddleware.engine;

import io.chaosmiddleware.attack.Attack;
import org.jspecify.annotations.Nullable;

/**
 * What would be done to one request, and why.
 *
 * @param decision the decision, with the verdict of every action, including misses
 * @param headerAttack the attack that the header of the request carries, {@code null} if
 * there is none or if it is refused as a whole
 */
public record Explanation(Decision decision, @Nullable Attack headerAttack) {

}
