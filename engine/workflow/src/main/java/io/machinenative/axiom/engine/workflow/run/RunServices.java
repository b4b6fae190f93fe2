package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.control.OperationCatalogue;
import java.util.concurrent.ThreadFactory;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * What all runs share.
 *
 * @param threads makes daemon threads: one for each run, and one for each operation that runs
 * @param cores that an operation may keep busy
 * @param graceNs for an operation to end after it was told to; then it is left alone
 */
public record RunServices(
    OperationCatalogue operations,
    OperationSlots slots,
    CircuitBreakers circuits,
    ThreadFactory threads,
    NanoClock clock,
    EpochClock epochClock,
    int cores,
    long graceNs) {}
