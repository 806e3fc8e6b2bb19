package io.chaosmiddleware.sample;

/**
 * An order.
 *
 * @param id the number of the order
 * @param product what was ordered
 * @param quantity how many
 */
record Order(int id, Product product, int quantity) {

}
