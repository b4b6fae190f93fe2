package io.machinenative.axiom.client;

/** Told how far a call is. Called on the client's owner thread: return soon. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * @param done grows from call to call
   * @param total what {@code done} ends at; NaN when not known
   * @param message for people, may be empty
   */
  void onProgress(double done, double total, String message);
}
