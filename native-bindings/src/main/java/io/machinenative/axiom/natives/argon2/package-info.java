/**
 * Argon2id (RFC 9106) by the machine's libargon2: a key from a passphrase.
 *
 * <p>Where the library is missing, callers have a portable one of their own: both give the same
 * key.
 */
package io.machinenative.axiom.natives.argon2;
