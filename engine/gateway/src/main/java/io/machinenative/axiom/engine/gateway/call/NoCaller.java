package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.codec.Priority;

/** Stands for nobody: for what is asked without a call, such as a completion. Stateless. */
enum NoCaller implements CallContext {
  INSTANCE;

  @Override
  public long correlationId() {
    return 0;
  }

  @Override
  public long sessionId() {
    return 0;
  }

  @Override
  public String clientName() {
    return "";
  }

  @Override
  public Priority priority() {
    return Priority.NORMAL;
  }

  @Override
  public long remainingNs() {
    return NO_DEADLINE;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void progress(double done, double total, String message) {}

  @Override
  public String traceParent() {
    return null;
  }
}
