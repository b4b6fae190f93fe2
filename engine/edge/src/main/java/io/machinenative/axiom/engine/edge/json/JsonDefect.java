package io.machinenative.axiom.engine.edge.json;

/** Bytes are not the JSON that was expected. Has no stack trace: it is an answer, not a bug. */
public final class JsonDefect extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param expected what should have been there
   * @param position of the defect, counted from the beginning of the text
   */
  public JsonDefect(String expected, int position) {
    super("expected " + expected + " at byte " + position, null, false, false);
  }
}
