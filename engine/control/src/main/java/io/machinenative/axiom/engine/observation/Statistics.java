package io.machinenative.axiom.engine.observation;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.control.Visibility;
import io.machinenative.axiom.engine.counters.LatencyHistogram;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.port.QueueDepths;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers of an engine at one moment, as a JSON object. All are sums since its start, or what
 * is there now: who wants rates asks twice and divides by the difference of {@code atNs}. Any
 * thread; allocates.
 */
final class Statistics {
  private final Observed engine;

  Statistics(Observed engine) {
    this.engine = engine;
  }

  /**
   * @param tools with a list of the tools that were called
   * @param buckets with the counts behind the percentiles
   * @param who asks: of tools that it may not call it learns the sums alone
   */
  Map<String, Object> values(boolean tools, boolean buckets, Principal who) {
    EngineInfo info = engine.info();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("atNs", engine.clock().nanoTime());
    values.put("server", info.serverName());
    values.put("version", info.engineVersion());
    values.put("phase", info.phase().name().toLowerCase(Locale.ROOT));
    values.put("uptimeMs", info.uptimeNs() / 1_000_000);
    values.put("addresses", info.addresses());
    putHealth(values, info.health());
    values.put("sessions", info.sessions());
    values.put("tools", info.tools());
    values.put("catalogueEpoch", info.catalogueEpoch());
    RouteSnapshot routes = engine.routes().get();
    values.put("queues", queues(engine.queues().get(), routes));
    values.put("memory", memory());
    values.put("cpuMs", cpuMs());
    values.put("counters", info.counters());
    putCalls(values, routes, tools ? engine.visibility() : null, buckets, who);
    return values;
  }

  private static void putHealth(Map<String, Object> values, EngineHealth health) {
    values.put("live", health.live());
    values.put("ready", health.ready());
    values.put("reasons", health.reasons());
    values.put("degraded", health.degraded());
  }

  private static Map<String, Object> queues(QueueDepths depths, RouteSnapshot routes) {
    Map<String, Object> waiting = new LinkedHashMap<>();
    for (int i = 0; i < depths.waiting().length; i++) {
      waiting.put(Priority.get((short) i).name().toLowerCase(Locale.ROOT), depths.waiting()[i]);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("waiting", waiting);
    values.put("workers", depths.workers());
    values.put("blocking", depths.blocking());
    values.put("blockingLimit", depths.blockingLimit());
    values.put("inFlight", inFlight(routes));
    return values;
  }

  /** Tools that come and go together share one count. */
  private static long inFlight(RouteSnapshot routes) {
    Map<InFlight, Long> counts = new IdentityHashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      InFlight count = routes.byName(i).inFlight();
      counts.put(count, count.total());
    }
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Object> memory() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("heapUsed", heap.getUsed());
    values.put("heapCommitted", heap.getCommitted());
    values.put("heapMax", heap.getMax());
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct") || pool.getName().equals("mapped")) {
        values.put(pool.getName(), pool.getMemoryUsed());
      }
    }
    values.put("pool", engine.pool().heldBytes());
    values.put("poolLent", engine.pool().lent());
    return values;
  }

  /** Of the whole process; 0 where the system does not tell. */
  private static long cpuMs() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  /**
   * @param visibility of tools; null: they are not listed
   */
  private static void putCalls(
      Map<String, Object> values,
      RouteSnapshot routes,
      Visibility visibility,
      boolean withBuckets,
      Principal who) {
    Map<ExecutionMode, long[]> byMode = new EnumMap<>(ExecutionMode.class);
    List<Map<String, Object>> called = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.byName(i);
      long calls = route.figures().calls();
      if (calls > 0) {
        long[] buckets = new long[LatencyHistogram.BUCKETS];
        route.figures().addLatenciesTo(buckets);
        addTo(
            byMode.computeIfAbsent(route.mode(), mode -> new long[LatencyHistogram.BUCKETS]),
            buckets);
        if (visibility != null && visibility.shows(who, route.name())) {
          called.add(tool(route, calls, buckets, withBuckets));
        }
      }
    }
    Map<String, Object> modes = new LinkedHashMap<>();
    byMode.forEach((mode, buckets) -> modes.put(label(mode), latency(buckets, withBuckets)));
    values.put("latency", modes);
    if (visibility != null) {
      values.put("called", called);
    }
  }

  private static void addTo(long[] sums, long[] buckets) {
    Arrays.setAll(sums, i -> sums[i] + buckets[i]);
  }

  private static Map<String, Object> tool(
      Route route, long calls, long[] buckets, boolean withBuckets) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", route.name());
    values.put("version", route.label().version());
    values.put("mode", label(route.mode()));
    values.put("calls", calls);
    values.put("failed", route.figures().failed());
    values.put("latency", latency(buckets, withBuckets));
    return values;
  }

  private static Map<String, Object> latency(long[] buckets, boolean withBuckets) {
    LatencySummary summary = LatencySummary.of(buckets);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("count", summary.count());
    values.put("p50Ns", summary.p50Ns());
    values.put("p90Ns", summary.p90Ns());
    values.put("p99Ns", summary.p99Ns());
    values.put("p999Ns", summary.p999Ns());
    values.put("maxNs", summary.maxNs());
    if (withBuckets) {
      values.put("buckets", LatencySummary.pairs(buckets));
    }
    return values;
  }

  private static String label(ExecutionMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
