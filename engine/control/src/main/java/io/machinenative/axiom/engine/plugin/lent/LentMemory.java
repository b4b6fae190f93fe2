package io.machinenative.axiom.engine.plugin.lent;

import io.machinenative.axiom.api.NotGrantedException;
import io.machinenative.axiom.api.PluginMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;

/**
 * Off-heap memory of one version of a plugin: a sum with a limit, and every arena that is open. All
 * arenas are shared ones, so that they can be closed here when the plugin does not.
 */
final class LentMemory implements PluginMemory {
  private final String plugin;
  private final long limitBytes;
  private final Consumer<String> alert;
  private final AtomicLong usedBytes = new AtomicLong();
  private final Set<CountedArena> open = ConcurrentHashMap.newKeySet();
  private final CountedArena lasting;
  private volatile boolean over;

  /** Whether it was said that little is left; said again when less than half was used since. */
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param alert is told when nine tenths of the limit are used
   */
  LentMemory(String plugin, long limitBytes, Consumer<String> alert) {
    this.plugin = plugin;
    this.alert = alert;
    this.limitBytes = limitBytes;
    lasting = new CountedArena(Arena.ofShared());
  }

  @Override
  public MemorySegment allocate(long bytes, long alignmentBytes) {
    return lasting.allocate(bytes, alignmentBytes);
  }

  @Override
  public Arena openArena() {
    CountedArena arena = new CountedArena(Arena.ofShared());
    open.add(arena);
    if (over) {
      arena.close();
      throw new IllegalStateException("plugin " + plugin + " is torn down: no memory for it");
    }
    return arena;
  }

  @Override
  public long usedBytes() {
    return usedBytes.get();
  }

  @Override
  public long limitBytes() {
    return limitBytes;
  }

  /**
   * Frees everything; who still uses some of it gets an exception. What native code runs in cannot
   * be freed: that is told to the handler.
   *
   * @return bytes in arenas that the plugin had not closed
   */
  long takeBack(ErrorHandler errors) {
    over = true;
    long leakedBytes = 0;
    for (CountedArena arena : List.copyOf(open)) {
      leakedBytes += arena.bytes.get();
      close(arena, errors);
    }
    close(lasting, errors);
    return leakedBytes;
  }

  private void close(CountedArena arena, ErrorHandler errors) {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      errors.onError(
          new IllegalStateException(
              "plugin " + plugin + ": memory is in use after its teardown and cannot be freed", e));
    }
  }

  private void take(long bytes) {
    long used = usedBytes.addAndGet(bytes);
    if (used > limitBytes || bytes < 0) {
      usedBytes.addAndGet(-bytes);
      throw new NotGrantedException(
          "plugin "
              + plugin
              + " asked for "
              + bytes
              + " bytes more than the "
              + (used - bytes)
              + " it uses, its manifest grants "
              + limitBytes
              + ": say limits: {memory: ...} in META-INF/axiom/plugin.yaml");
    }
    if (used > limitBytes / 10 * 9) {
      if (!told.get() && told.compareAndSet(false, true)) {
        alert.accept(
            "memory: " + used + " of the " + limitBytes + " bytes of limits.memory are used");
      }
    } else if (used < limitBytes / 2 && told.get()) {
      told.set(false);
    }
  }

  /** Counts what is allocated in it, and gives that back when it is closed. */
  private final class CountedArena implements Arena {
    private final Arena arena;
    private final AtomicLong bytes = new AtomicLong();

    CountedArena(Arena arena) {
      this.arena = arena;
    }

    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
      take(byteSize);
      try {
        MemorySegment segment = arena.allocate(byteSize, byteAlignment);
        bytes.addAndGet(byteSize);
        return segment;
      } catch (RuntimeException | Error e) {
        usedBytes.addAndGet(-byteSize);
        throw e;
      }
    }

    @Override
    public MemorySegment.Scope scope() {
      return arena.scope();
    }

    @Override
    public void close() {
      arena.close();
      open.remove(this);
      usedBytes.addAndGet(-bytes.getAndSet(0));
    }
  }
}
