/**
 * Packs: files of many sealed chunks, with what is in them at their end. Sees {@code format},
 * {@code keys} and {@code storage}.
 */
package io.machinenative.axiom.plugins.backup.pack;
