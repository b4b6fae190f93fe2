package io.machinenative.axiom.natives.os;

import io.machinenative.axiom.natives.link.Symbol;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What the C library says of files; what a system lacks is null. */
record FileFunctions(
    @Symbol(
            value = "statx",
            returns = int.class,
            takes = {int.class, MemorySegment.class, int.class, int.class, MemorySegment.class},
            optional = true)
        MethodHandle statx) {}
