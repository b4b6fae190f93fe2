package io.machinenative.axiom.engine.hosting;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;

/**
 * Records what is wrong with a folder of plugins, and tells it to who asked for a look. Used on the
 * thread of changes.
 */
final class FolderErrors implements ErrorHandler {
  private final ErrorHandler record;
  private final List<String> sinceAsked = new ArrayList<>();

  FolderErrors(ErrorHandler record) {
    this.record = record;
  }

  /** Forgets what was told, to see what comes from here on. */
  void forget() {
    sinceAsked.clear();
  }

  /** What came since {@link #forget}. */
  List<String> told() {
    return List.copyOf(sinceAsked);
  }

  @Override
  public void onError(Throwable thrown) {
    sinceAsked.add(thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
    record.onError(thrown);
  }
}
