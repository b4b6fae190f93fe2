package io.machinenative.axiom.plugins.backup.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of files that were read last: files that do not change, of which small pieces that lie
 * near one another are asked for, one after the other. Any thread; who asks for a part that another
 * is reading waits for it. Memory is 24 MiB at most.
 */
final class ReadWindows {
  private static final int WINDOW_BYTES = 1 << 20;
  private static final int WINDOWS = 24;

  private final Source source;
  private final Map<Place, Window> windows = new LinkedHashMap<>(WINDOWS, 0.75f, true);

  /** Reads what is not kept. */
  @FunctionalInterface
  interface Source {
    /** Fills the buffer, or less when the file ends before; answers how much. */
    int read(String name, long offset, ByteBuffer into) throws IOException;
  }

  private record Place(String name, long number) {}

  ReadWindows(Source source) {
    this.source = source;
  }

  /** Fills the buffer, or less when the file ends before; answers how much. */
  int read(String name, long offset, ByteBuffer into) throws IOException {
    if (into.remaining() >= WINDOW_BYTES) {
      return source.read(name, offset, into);
    }
    int done = 0;
    while (into.hasRemaining()) {
      long at = offset + done;
      byte[] content = window(new Place(name, at / WINDOW_BYTES)).content();
      int from = (int) (at % WINDOW_BYTES);
      int bytes = Math.min(into.remaining(), content.length - from);
      if (bytes <= 0) {
        break;
      }
      into.put(content, from, bytes);
      done += bytes;
    }
    return done;
  }

  private synchronized Window window(Place place) {
    Window window = windows.get(place);
    if (window == null) {
      window = new Window(place);
      windows.put(place, window);
      if (windows.size() > WINDOWS) {
        windows.remove(windows.keySet().iterator().next());
      }
    }
    return window;
  }

  private synchronized void forget(Window window) {
    windows.remove(window.place, window);
  }

  /** A part of a file, read by the first who asks for it. */
  private final class Window {
    private final Place place;
    private byte[] content;

    Window(Place place) {
      this.place = place;
    }

    synchronized byte[] content() throws IOException {
      if (content == null) {
        ByteBuffer whole = ByteBuffer.allocate(WINDOW_BYTES);
        try {
          int bytes = source.read(place.name, place.number * WINDOW_BYTES, whole);
          content = java.util.Arrays.copyOf(whole.array(), bytes);
        } finally {
          if (content == null) {
            forget(this);
          }
        }
      }
      return content;
    }
  }
}
