/**
 * Keys: one master key, sealed for each {@link io.machinenative.axiom.plugins.backup.keys.Secret}
 * that opens the repository, and all others derived from it. Sees {@code format} alone.
 */
package io.machinenative.axiom.plugins.backup.keys;
