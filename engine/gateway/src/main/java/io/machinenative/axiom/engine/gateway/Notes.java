package io.machinenative.axiom.engine.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last things that were noted of an upstream server; the same one again counts once. */
final class Notes {
  private static final int MOST = 50;

  private final Deque<String> notes = new ArrayDeque<>();

  synchronized void add(String note) {
    if (note.isBlank() || note.equals(notes.peekLast())) {
      return;
    }
    if (notes.size() == MOST) {
      notes.removeFirst();
    }
    notes.addLast(note);
  }

  synchronized List<String> list() {
    return new ArrayList<>(notes);
  }
}
