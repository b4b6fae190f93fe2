package io.machinenative.axiom.natives.os;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Extended attributes of Linux ({@code xattr(7)}); links are not followed. */
record ExtendedFunctions(
    @Symbol(
            value = "llistxattr",
            returns = long.class,
            takes = {MemorySegment.class, MemorySegment.class, long.class},
            errno = true,
            optional = true)
        MethodHandle list,
    @Symbol(
            value = "lgetxattr",
            returns = long.class,
            takes = {MemorySegment.class, MemorySegment.class, MemorySegment.class, long.class},
            errno = true,
            optional = true)
        MethodHandle value,
    @Symbol(
            value = "lsetxattr",
            returns = int.class,
            takes = {
              MemorySegment.class,
              MemorySegment.class,
              MemorySegment.class,
              long.class,
              int.class
            },
            errno = true,
            optional = true)
        MethodHandle set,
    @Symbol(
            value = "lremovexattr",
            returns = int.class,
            takes = {MemorySegment.class, MemorySegment.class},
            errno = true,
            optional = true)
        MethodHandle remove) {}
