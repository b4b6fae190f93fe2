/**
 * zstd over off-heap memory: blocks, streams and dictionaries.
 *
 * <pre>
 *   Zstd ── which codec, chosen once: SYSTEM, ARTIFACT, JAVA or NONE, and why
 *    │
 *    ├── ZstdCompressor, ZstdDecompressor              a block in, a block out, one call
 *    ├── ZstdCompressStream, ZstdDecompressStream      any size, piece by piece
 *    │      └── ZstdChannels                           from a channel to a channel
 *    └── DictionaryTrainer → ZstdDictionary            for small messages that are alike
 * </pre>
 *
 * <p>Memory is off-heap and the caller's; a context is reused, and belongs to the first thread that
 * uses it. What comes from outside is decompressed within {@code ZstdLimits} only. Formats are
 * those of RFC 8878.
 */
package io.machinenative.axiom.natives.zstd;
