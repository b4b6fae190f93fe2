/**
 * Arrays of numbers to a channel and back, so that what was made of many records need not be made
 * again. Sees no other package of the registry.
 *
 * <p>Little endian, without gaps. Who reads knows what was written; that it is whole is seen to by
 * whoever keeps the bytes.
 */
package io.machinenative.axiom.engine.registry.image;
