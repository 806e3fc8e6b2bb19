package io.chaosmiddleware.sample;

/**
 * Something that the shop sells.
 *
 * @param id the number of the product
 * @param name what people call it
 * @param cents its price
 */
record Product(int id, String name, int cents) {

}
