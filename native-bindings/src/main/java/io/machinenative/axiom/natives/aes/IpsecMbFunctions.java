package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Of {@code libIPSec_MB}, for one variant; {@code lib/intel-ipsec-mb.h}. Seal and open take: key
 * data, context, out, in, its length, nonce, associated data, its length, tag, its length. Key
 * data, context and tag are plain addresses: whoever calls keeps that memory.
 *
 * @param sealShort seal for what is done within some hundred nanoseconds
 * @param openShort open for the same
 */
record IpsecMbFunctions(
    @Symbol(value = "imb_get_version", returns = int.class) MethodHandle version,
    @Symbol(
            value = "aes_gcm_pre_256_{variant}",
            returns = void.class,
            takes = {MemorySegment.class, MemorySegment.class})
        MethodHandle expand,
    @Symbol(
            value = "aes_gcm_enc_256_{variant}",
            returns = void.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class
            })
        MethodHandle seal,
    @Symbol(
            value = "aes_gcm_enc_256_{variant}",
            returns = void.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class
            },
            returnsAtOnce = true)
        MethodHandle sealShort,
    @Symbol(
            value = "aes_gcm_dec_256_{variant}",
            returns = void.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class
            })
        MethodHandle open,
    @Symbol(
            value = "aes_gcm_dec_256_{variant}",
            returns = void.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class
            },
            returnsAtOnce = true)
        MethodHandle openShort) {}
