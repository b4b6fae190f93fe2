package io.machinenative.axiom.natives.link;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/** {@code errno} as a call left it: the JVM itself may change it before the next line runs. */
public final class Errno {
  private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = LAYOUT.varHandle(PathElement.groupElement("errno"));

  private Errno() {}

  /** Where a call with {@link Symbol#errno} leaves its {@code errno}; one per thread. */
  public static MemorySegment newState(Arena arena) {
    return arena.allocate(LAYOUT);
  }

  public static int of(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }
}
