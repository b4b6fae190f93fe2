package io.machinenative.axiom.plugins.backup.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The parts of files that were read last: files that do not change, of which small pieces that lie
 * near one another are asked for, one after the other. A piece that lies alone is read alone.
 *
 * <p>Any thread; who asks for a part that another is reading waits for it. Owns its memory, 16 MiB
 * at most, which it takes when it is needed.
 */
final class ReadWindows implements AutoCloseable {
  static final int WINDOW_BYTES = 1 << 20;

  private static final int WINDOWS = 16;

  /** So much of one window, and it is read whole, for the rest of it cannot be far. */
  private static final int LARGE_BYTES = WINDOW_BYTES / 4;

  /** Of so many windows it is remembered that a piece was read. */
  private static final int TOUCHED = 256;

  private final Source source;
  private final boolean whole;
  private final Supplier<Arena> memory;
  private final Map<Place, Window> windows = new LinkedHashMap<>(WINDOWS, 0.75f, true);
  private final Set<Place> touched = new LinkedHashSet<>();
  private final ArrayDeque<MemorySegment> free = new ArrayDeque<>();
  private Arena arena;
  private int taken;

  /** Reads what is not kept. */
  interface Source {
    /** Fills a window's memory, or less when the file ends before; answers how much. */
    int readWindow(String name, long offset, MemorySegment into) throws IOException;

    /** Fills any memory in the same way. */
    int readPiece(String name, long offset, MemorySegment into) throws IOException;
  }

  private record Place(String name, long number) {
    Place before() {
      return new Place(name, number - 1);
    }
  }

  /**
   * @param whole whether a window is read whole for the first piece of it: where every request
   *     costs more than a window's bytes
   * @param memory opens an arena that threads share
   */
  ReadWindows(Source source, boolean whole, Supplier<Arena> memory) {
    this.source = source;
    this.whole = whole;
    this.memory = memory;
  }

  /** Fills the memory, or less when the file ends before; answers how much. */
  int read(String name, long offset, MemorySegment into) throws IOException {
    int done = 0;
    while (done < into.byteSize()) {
      long at = offset + done;
      int from = (int) (at % WINDOW_BYTES);
      int wanted = (int) Math.min(into.byteSize() - done, WINDOW_BYTES - from);
      MemorySegment part = into.asSlice(done, wanted);
      int bytes = read(new Place(name, at / WINDOW_BYTES), from, part);
      done += bytes;
      if (bytes < wanted) {
        break;
      }
    }
    return done;
  }

  private int read(Place place, int from, MemorySegment into) throws IOException {
    Window window = acquire(place, into.byteSize());
    if (window == null) {
      return source.readPiece(place.name, place.number * WINDOW_BYTES + from, into);
    }
    try {
      int bytes = (int) Math.clamp(window.load() - (long) from, 0, into.byteSize());
      MemorySegment.copy(window.memory, from, into, 0, bytes);
      return bytes;
    } finally {
      release(window);
    }
  }

  /** The window of a place, kept until it is released; null to read the piece alone. */
  private synchronized Window acquire(Place place, long pieceBytes) {
    Window window = windows.get(place);
    if (window == null) {
      MemorySegment segment = isWorthIt(place, pieceBytes) ? segment() : null;
      if (segment == null) {
        return null;
      }
      window = new Window(place, segment);
      windows.put(place, window);
    }
    window.readers++;
    return window;
  }

  private boolean isWorthIt(Place place, long pieceBytes) {
    if (whole || pieceBytes >= LARGE_BYTES || windows.containsKey(place.before())) {
      return true;
    }
    if (touched.remove(place)) {
      return true;
    }
    touched.add(place);
    if (touched.size() > TOUCHED) {
      touched.remove(touched.iterator().next());
    }
    return false;
  }

  /** Memory of nobody's, of the window that was used longest ago, or null when all are in use. */
  private MemorySegment segment() {
    if (!free.isEmpty()) {
      return free.pop();
    }
    if (taken < WINDOWS) {
      if (arena == null) {
        arena = memory.get();
      }
      taken++;
      return arena.allocate(WINDOW_BYTES, Storage.PAGE_BYTES);
    }
    for (Iterator<Window> eldest = windows.values().iterator(); eldest.hasNext(); ) {
      Window candidate = eldest.next();
      if (candidate.readers == 0) {
        eldest.remove();
        return candidate.memory;
      }
    }
    return null;
  }

  private synchronized void release(Window window) {
    window.readers--;
    if (window.failed) {
      windows.remove(window.place, window);
      if (window.readers == 0) {
        free.push(window.memory);
      }
    }
  }

  /** Gives its memory back; nobody reads any more. */
  @Override
  public synchronized void close() {
    windows.clear();
    free.clear();
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }

  /** A part of a file, read by the first who asks for it. */
  private final class Window {
    private final Place place;
    private final MemorySegment memory;

    // Guarded by the lock of the windows.
    private int readers;

    // Guarded by this one's.
    private int bytes = -1;
    private volatile boolean failed;

    Window(Place place, MemorySegment memory) {
      this.place = place;
      this.memory = memory;
    }

    /** Answers how many bytes there are, up to the end of the file. */
    synchronized int load() throws IOException {
      if (bytes < 0) {
        failed = true; // until it is read
        bytes = source.readWindow(place.name, place.number * WINDOW_BYTES, memory);
        failed = false;
      }
      return bytes;
    }
  }
}
