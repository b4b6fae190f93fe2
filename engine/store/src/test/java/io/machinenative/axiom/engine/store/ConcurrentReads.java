package io.machinenative.axiom.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;

/** One writer, some readers; each value says which key it belongs to, and is of one piece. */
final class ConcurrentReads {
  private static final int READERS = 3;
  private static final int KEYS = 50;
  private static final int CHANGES = 20_000;

  private final DurableStore store;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean done;

  ConcurrentReads(DurableStore store) {
    this.store = store;
  }

  void run() throws InterruptedException {
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(Thread.ofPlatform().start(this::read));
    }
    UnsafeBuffer key = new UnsafeBuffer(new byte[Integer.BYTES]);
    UnsafeBuffer value = new UnsafeBuffer(new byte[800]);
    for (int i = 1; i <= CHANGES && failure.get() == null; i++) {
      key.putInt(0, i % KEYS);
      int length = 8 * (2 + i % 97);
      for (int at = 0; at < length; at += 8) {
        value.putInt(at, i % KEYS);
        value.putInt(at + 4, i);
      }
      store.put(key, 0, Integer.BYTES, value, 0, length, i);
      if (i % 16 == 0) {
        store.commit();
      }
    }
    done = true;
    for (Thread reader : readers) {
      reader.join();
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private void read() {
    UnsafeBuffer key = new UnsafeBuffer(new byte[Integer.BYTES]);
    UnsafeBuffer value = new UnsafeBuffer(new byte[800]);
    try {
      for (int i = 0; !done; i = (i + 1) % KEYS) {
        key.putInt(0, i);
        int length = store.get(key, 0, Integer.BYTES, value, 0);
        for (int at = 0; at < length; at += 8) {
          if (value.getInt(at) != i || value.getInt(at + 4) != value.getInt(4)) {
            throw new AssertionError("expected the value of " + i + " of one piece");
          }
        }
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }
}
