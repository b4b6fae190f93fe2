package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;

/**
 * A key that wraps data keys, and what a header says of it.
 *
 * @param parameters how the key is made of a passphrase; empty for other kinds; not to be written
 *     to
 * @param key borrowed
 */
public record WrappingKey(KeyKind kind, long keyId, byte[] parameters, AesKey key) {}
