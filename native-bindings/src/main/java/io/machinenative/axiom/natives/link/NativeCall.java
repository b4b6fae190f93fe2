package io.machinenative.axiom.natives.link;

/** What a method handle's {@code invokeExact} may throw, although a C function throws nothing. */
public final class NativeCall {
  private NativeCall() {}

  /**
   * To be thrown by the catch of {@code Throwable} round a call.
   *
   * @return what was thrown when it says what the caller did wrong (memory that is closed, another
   *     thread's memory), or an error: the call does not fit its handle
   */
  public static RuntimeException failure(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException misuse -> misuse;
      case Error error -> throw error;
      default -> throw new AssertionError("a native call does not throw", thrown);
    };
  }
}
