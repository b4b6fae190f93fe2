package io.machinenative.axiom.plugins.backup.pack;

/**
 * A chunk in a pack, as the pack's directory has it.
 *
 * @param id 20 bytes; not copied
 * @param offset in the pack
 * @param sealedBytes encoding, payload and tag
 * @param rawBytes of the content
 */
@SuppressWarnings("ArrayRecordComponent")
public record PackEntry(byte[] id, long offset, int sealedBytes, int rawBytes) {}
