package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.Announcements;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what plugins announce. Any thread; listeners never block. */
public final class AnnouncementBoard implements Announcements {
  private final List<Announcements> listeners = new CopyOnWriteArrayList<>();

  /** Tells a listener all that is announced from now on, on the announcer's thread. */
  public void add(Announcements listener) {
    listeners.add(listener);
  }

  @Override
  public void resourceUpdated(String uri) {
    listeners.forEach(listener -> listener.resourceUpdated(uri));
  }

  @Override
  public void listChanged(Kind kind) {
    listeners.forEach(listener -> listener.listChanged(kind));
  }
}
