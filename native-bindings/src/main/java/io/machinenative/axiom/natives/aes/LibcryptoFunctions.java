package io.machinenative.axiom.natives.aes;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Of OpenSSL's {@code libcrypto}; {@code openssl/evp.h}. A context is a plain address: whoever
 * calls keeps it. All but {@code update} do little for a context whose cipher is set, and return at
 * once.
 */
record LibcryptoFunctions(
    @Symbol(value = "OpenSSL_version_num", returns = long.class) MethodHandle version,
    @Symbol(
            value = "EVP_CIPHER_fetch",
            returns = MemorySegment.class,
            takes = {MemorySegment.class, MemorySegment.class, MemorySegment.class},
            optional = true)
        MethodHandle fetch,
    @Symbol(
            value = "EVP_CIPHER_free",
            returns = void.class,
            takes = {MemorySegment.class},
            optional = true)
        MethodHandle freeCipher,
    @Symbol(value = "EVP_aes_256_gcm", returns = MemorySegment.class) MethodHandle aes256Gcm,
    @Symbol(value = "EVP_CIPHER_CTX_new", returns = long.class) MethodHandle newContext,
    @Symbol(
            value = "EVP_CIPHER_CTX_free",
            returns = void.class,
            takes = {long.class})
        MethodHandle freeContext,
    @Symbol(
            value = "EVP_CipherInit_ex",
            returns = int.class,
            takes = {
              long.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              int.class
            })
        MethodHandle init,
    @Symbol(
            value = "EVP_CipherInit_ex",
            returns = int.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              long.class,
              int.class,
              MemorySegment.class
            },
            returnsAtOnce = true)
        MethodHandle setNonce,
    @Symbol(
            value = "EVP_CipherUpdate",
            returns = int.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              int.class,
              MemorySegment.class,
              MemorySegment.class
            })
        MethodHandle update,
    @Symbol(
            value = "EVP_CipherUpdate",
            returns = int.class,
            takes = {
              long.class,
              long.class,
              long.class,
              long.class,
              int.class,
              MemorySegment.class,
              MemorySegment.class
            },
            returnsAtOnce = true)
        MethodHandle updateShort,
    @Symbol(
            value = "EVP_CipherFinal_ex",
            returns = int.class,
            takes = {long.class, long.class, long.class},
            returnsAtOnce = true)
        MethodHandle finish,
    @Symbol(
            value = "EVP_CIPHER_CTX_ctrl",
            returns = int.class,
            takes = {long.class, int.class, int.class, long.class, MemorySegment.class},
            returnsAtOnce = true)
        MethodHandle control) {}
