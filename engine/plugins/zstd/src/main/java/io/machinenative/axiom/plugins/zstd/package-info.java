/**
 * Compresses files, folders, streams and payloads with zstd.
 *
 * <pre>
 *   tools, operations, command line
 *        │
 *        ▼
 *   FrameCompressor ── channel to channel; frames of 4 MiB, several threads at once
 *        │    LevelRules: how hard, by what the name tells;  Compressibility: by what a sample tells
 *   FrameDecompressor ── channel to channel, within limits
 * </pre>
 *
 * <p>What comes out is what the zstd program reads, and the other way round. A plugin like any
 * other: it sees the API, the native bindings and what file plugins share.
 */
package io.machinenative.axiom.plugins.zstd;
