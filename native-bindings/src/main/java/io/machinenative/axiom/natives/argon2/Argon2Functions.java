package io.machinenative.axiom.natives.argon2;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Of libargon2 ({@code argon2.h}). */
record Argon2Functions(
    @Symbol(
            value = "argon2id_hash_raw",
            returns = int.class,
            takes = {
              int.class,
              int.class,
              int.class,
              MemorySegment.class,
              long.class,
              MemorySegment.class,
              long.class,
              MemorySegment.class,
              long.class
            })
        MethodHandle argon2idHashRaw) {}
