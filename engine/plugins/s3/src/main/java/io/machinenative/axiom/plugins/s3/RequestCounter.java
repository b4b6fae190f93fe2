package io.machinenative.axiom.plugins.s3;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts calls of the service, and how often they were sent. Any thread. */
final class RequestCounter implements ExecutionInterceptor {
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong attempts = new AtomicLong();

  @Override
  public void beforeExecution(
      Context.BeforeExecution call, ExecutionAttributes executionAttributes) {
    calls.incrementAndGet();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission request, ExecutionAttributes executionAttributes) {
    attempts.incrementAndGet();
  }

  long calls() {
    return calls.get();
  }

  /** Requests that were sent again; those that were not sent at all count as none. */
  long retries() {
    return Math.max(0, attempts.get() - calls.get());
  }
}
