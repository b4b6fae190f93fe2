/**
 * zstd of Axiom beside zstd-jni and aircompressor, and the {@code zstd} command as the outside
 * reference: every subject compresses the same blocks of real data.
 */
package io.machinenative.axiom.benchmarks.zstd;
