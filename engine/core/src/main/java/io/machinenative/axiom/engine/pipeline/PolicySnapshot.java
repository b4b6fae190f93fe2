package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.port.Identity;
import java.util.Objects;

/**
 * What the data plane grants, and to whom, as of one epoch. Immutable; published by the control
 * plane, picked up by every agent of the data plane at the start of a duty cycle.
 *
 * @param epoch grows by one with every change of it; the catalogue has its own
 * @param limits of which those that size buffers and queues are the same in every epoch
 * @param identity says who a client is
 * @param guard what callers may do, and how often
 */
public record PolicySnapshot(long epoch, EngineLimits limits, Identity identity, Guard guard) {
  public PolicySnapshot {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(guard, "guard");
  }
}
