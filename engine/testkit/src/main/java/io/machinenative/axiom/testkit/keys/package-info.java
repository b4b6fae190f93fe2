/**
 * The key ring of the plugin aes, whose server is killed while it encrypts and rotates: {@link
 * io.machinenative.axiom.testkit.keys.RotationKiller}.
 */
package io.machinenative.axiom.testkit.keys;
