package io.machinenative.axiom.engine.workflow.run;

import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.control.OperationCatalogue;
import io.machinenative.axiom.engine.counters.EventLog;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * What all runs share.
 *
 * @param guard what callers may, as of now
 * @param events is told of runs that begin and end
 * @param threads makes daemon threads: one for each run, and one for each operation that runs
 * @param cores that an operation may keep busy
 * @param graceNs for an operation to end after it was told to; then it is left alone
 */
public record RunServices(
    OperationCatalogue operations,
    OperationSlots slots,
    CircuitBreakers circuits,
    Supplier<Guard> guard,
    EventLog events,
    ThreadFactory threads,
    NanoClock clock,
    EpochClock epochClock,
    int cores,
    long graceNs) {}
