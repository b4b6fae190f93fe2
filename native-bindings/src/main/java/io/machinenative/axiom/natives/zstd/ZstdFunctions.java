package io.machinenative.axiom.natives.zstd;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libzstd that we call ({@code zstd.h}, {@code zdict.h}; all of them in its stable
 * part since 1.4.0).
 *
 * <p>Pointers to memory of the caller are segments, so that the memory cannot go away during a
 * call; pointers to the library's own objects are longs, for nobody but the library reads there.
 *
 * <p>Only {@code ZSTD_versionNumber} is called as one that returns at once. A block of 64 bytes
 * takes the library longer than the 6 ns that this saves, and a block of 1 MiB would hold up every
 * safepoint for milliseconds.
 */
record ZstdFunctions(
    @Symbol(value = "ZSTD_versionNumber", returns = int.class, returnsAtOnce = true)
        MethodHandle versionNumber,
    @Symbol(value = "ZSTD_getErrorName", returns = MemorySegment.class, takes = long.class)
        MethodHandle errorName,
    @Symbol(value = "ZSTD_createCCtx", returns = long.class) MethodHandle createCompressor,
    @Symbol(value = "ZSTD_freeCCtx", returns = long.class, takes = long.class)
        MethodHandle freeCompressor,
    @Symbol(
            value = "ZSTD_CCtx_setParameter",
            returns = long.class,
            takes = {long.class, int.class, int.class})
        MethodHandle setCompressorParameter,
    @Symbol(
            value = "ZSTD_CCtx_reset",
            returns = long.class,
            takes = {long.class, int.class})
        MethodHandle resetCompressor,
    @Symbol(
            value = "ZSTD_CCtx_setPledgedSrcSize",
            returns = long.class,
            takes = {long.class, long.class})
        MethodHandle pledgeSourceBytes,
    @Symbol(
            value = "ZSTD_CCtx_refCDict",
            returns = long.class,
            takes = {long.class, long.class})
        MethodHandle useCompressionDictionary,
    @Symbol(
            value = "ZSTD_compress2",
            returns = long.class,
            takes = {long.class, MemorySegment.class, long.class, MemorySegment.class, long.class})
        MethodHandle compress,
    @Symbol(
            value = "ZSTD_compressStream2",
            returns = long.class,
            takes = {long.class, MemorySegment.class, MemorySegment.class, int.class})
        MethodHandle compressStream,
    @Symbol(value = "ZSTD_createDCtx", returns = long.class) MethodHandle createDecompressor,
    @Symbol(value = "ZSTD_freeDCtx", returns = long.class, takes = long.class)
        MethodHandle freeDecompressor,
    @Symbol(
            value = "ZSTD_DCtx_setParameter",
            returns = long.class,
            takes = {long.class, int.class, int.class})
        MethodHandle setDecompressorParameter,
    @Symbol(
            value = "ZSTD_DCtx_reset",
            returns = long.class,
            takes = {long.class, int.class})
        MethodHandle resetDecompressor,
    @Symbol(
            value = "ZSTD_DCtx_refDDict",
            returns = long.class,
            takes = {long.class, long.class})
        MethodHandle useDecompressionDictionary,
    @Symbol(
            value = "ZSTD_decompressDCtx",
            returns = long.class,
            takes = {long.class, MemorySegment.class, long.class, MemorySegment.class, long.class})
        MethodHandle decompress,
    @Symbol(
            value = "ZSTD_decompressStream",
            returns = long.class,
            takes = {long.class, MemorySegment.class, MemorySegment.class})
        MethodHandle decompressStream,
    @Symbol(
            value = "ZSTD_createCDict",
            returns = long.class,
            takes = {MemorySegment.class, long.class, int.class})
        MethodHandle createCompressionDictionary,
    @Symbol(value = "ZSTD_freeCDict", returns = long.class, takes = long.class)
        MethodHandle freeCompressionDictionary,
    @Symbol(
            value = "ZSTD_createDDict",
            returns = long.class,
            takes = {MemorySegment.class, long.class})
        MethodHandle createDecompressionDictionary,
    @Symbol(value = "ZSTD_freeDDict", returns = long.class, takes = long.class)
        MethodHandle freeDecompressionDictionary,
    @Symbol(
            value = "ZDICT_trainFromBuffer",
            returns = long.class,
            takes = {
              MemorySegment.class,
              long.class,
              MemorySegment.class,
              MemorySegment.class,
              int.class
            })
        MethodHandle trainDictionary) {}
