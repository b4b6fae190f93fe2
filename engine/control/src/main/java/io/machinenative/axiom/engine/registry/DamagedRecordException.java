package io.machinenative.axiom.engine.registry;

/** What a store holds is not what was written; the message says which record, and where. */
public final class DamagedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DamagedRecordException(String message) {
    super(message);
  }
}
