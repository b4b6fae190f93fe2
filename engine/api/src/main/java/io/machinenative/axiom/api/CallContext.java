package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.Priority;

/**
 * The call that a handler serves: who calls, how long it may take, whether it is still wanted.
 *
 * <p>Borrowed until the handler returns, or, for a call that was {@linkplain RawInvocation#defer()
 * deferred}, until its {@link Completion} is used. Every method may be called on the handler's own
 * thread; {@link #isCancelled()} and {@link #progress} on any thread. Nothing here allocates, but
 * {@link #clientName()} and {@link #traceParent()}.
 */
public interface CallContext {
  /** {@link #remainingNs()}: the caller set no deadline. */
  long NO_DEADLINE = Long.MAX_VALUE;

  /** Chosen by the caller, unique among its calls in flight. */
  long correlationId();

  /** The session on which the call came. */
  long sessionId();

  /** As the client named itself; nobody has verified it. */
  String clientName();

  /** Who calls, as the server has verified it. */
  default Principal principal() {
    return Principal.ANONYMOUS;
  }

  Priority priority();

  /**
   * Nanoseconds left, 0 or less when the deadline has passed, {@link #NO_DEADLINE} when there is
   * none.
   */
  long remainingNs();

  /**
   * Whether the answer is not wanted any more: cancelled by the caller, past its deadline, or the
   * session ended. A handler that runs longer than a millisecond asks now and then, and throws
   * {@link ToolException#cancelled()}. Threads of {@code BLOCKING} tools are interrupted too.
   */
  boolean isCancelled();

  /**
   * Tells the caller how far the call is. Dropped when the caller does not listen or reads slowly.
   *
   * @param done grows from call to call
   * @param total what {@code done} ends at; {@link Double#NaN} when not known
   * @param message for people; null or empty for none
   */
  void progress(double done, double total, String message);

  /** The call's W3C {@code traceparent}, or null when the caller sent none. */
  String traceParent();

  /**
   * The call's W3C {@code tracestate}, to be passed on with {@link #traceParent()}; empty when the
   * caller sent none.
   */
  default String traceState() {
    return "";
  }

  /** What can be asked of the client, and told it, while the call runs. */
  default Interaction interaction() {
    return Interaction.NONE;
  }
}
