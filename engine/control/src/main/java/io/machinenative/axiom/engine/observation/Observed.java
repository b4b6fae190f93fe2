package io.machinenative.axiom.engine.observation;

import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.pipeline.SessionCensus;
import io.machinenative.axiom.engine.port.QueueDepths;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * The parts of an engine that are asked for numbers.
 *
 * @param routes those in force
 * @param visibility of tools to callers
 * @param censuses one for each ingress agent, by the time the engine is ready
 * @param clock of the engine
 */
public record Observed(
    EngineInfo info,
    Supplier<RouteSnapshot> routes,
    Supplier<QueueDepths> queues,
    Visibility visibility,
    List<SessionCensus> censuses,
    BufferPool pool,
    EventLog events,
    NanoClock clock) {}
