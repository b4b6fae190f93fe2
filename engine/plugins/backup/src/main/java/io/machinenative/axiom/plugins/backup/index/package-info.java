/**
 * Which chunks there are, and where: a table off the heap, and the files that it is made of. Sees
 * {@code format} and {@code pack}.
 */
package io.machinenative.axiom.plugins.backup.index;
