package io.machinenative.axiom.natives.os;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Of the C library that the JVM itself runs on; what a system lacks is null. */
record LibcFunctions(
    @Symbol(
            value = "mlock",
            returns = int.class,
            takes = {MemorySegment.class, long.class},
            errno = true,
            optional = true)
        MethodHandle mlock,
    @Symbol(
            value = "munlock",
            returns = int.class,
            takes = {MemorySegment.class, long.class},
            errno = true,
            optional = true)
        MethodHandle munlock,
    @Symbol(
            value = "madvise",
            returns = int.class,
            takes = {MemorySegment.class, long.class, int.class},
            errno = true,
            optional = true)
        MethodHandle madvise,
    @Symbol(
            value = "sched_setaffinity",
            returns = int.class,
            takes = {int.class, long.class, MemorySegment.class},
            errno = true,
            optional = true)
        MethodHandle schedSetaffinity,
    @Symbol(
            value = "sched_getaffinity",
            returns = int.class,
            takes = {int.class, long.class, MemorySegment.class},
            errno = true,
            optional = true)
        MethodHandle schedGetaffinity) {}
