package io.machinenative.axiom.engine.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Scratch memory for readers: as many may read at once as there are slots, more wait their turn.
 * Whoever takes the map away takes all slots first, so no reader is in it.
 *
 * <p>Any thread; allocates nothing after it was made.
 */
final class ReadSlots {
  private final Slot[] slots;
  private volatile boolean closed;

  /**
   * @param count a power of two
   */
  ReadSlots(int count) {
    slots = new Slot[count];
    for (int i = 0; i < count; i++) {
      slots[i] = new Slot();
    }
  }

  /** A reader's cells; owned by the thread that took it. */
  static final class Slot {
    private static final VarHandle TAKEN;

    static {
      try {
        TAKEN = MethodHandles.lookup().findVarHandle(Slot.class, "taken", boolean.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final Cell key = Cell.forKey();
    private final Cell value = Cell.forValue();

    @SuppressWarnings("unused") // through TAKEN
    private volatile boolean taken;

    Cell key() {
      return key;
    }

    Cell value() {
      return value;
    }

    private boolean tryTake() {
      // Acquire: pairs with the release in giveBack, so the cells are seen as they were left.
      return !(boolean) TAKEN.getAcquire(this) && TAKEN.compareAndSet(this, false, true);
    }

    void giveBack() {
      TAKEN.setRelease(this, false);
    }
  }

  /**
   * Takes a slot; spins while all are taken.
   *
   * @throws IllegalStateException when the store is closed
   */
  Slot take() {
    int at = (int) Thread.currentThread().threadId();
    while (!closed) {
      Slot slot = slots[at++ & (slots.length - 1)];
      if (slot.tryTake()) {
        return slot;
      }
      if ((at & (slots.length - 1)) == 0) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("the store is closed");
  }

  /** Keeps everybody out for good. */
  void close() {
    closed = true;
    takeAll();
  }

  /** Waits until nobody reads, and keeps everybody out. */
  void takeAll() {
    for (Slot slot : slots) {
      while (!slot.tryTake()) {
        Thread.onSpinWait();
      }
    }
  }

  void giveAllBack() {
    for (Slot slot : slots) {
      slot.giveBack();
    }
  }
}
