package io.machinenative.axiom.plugins.core;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** {@code core.info}: what the server says of itself. Any thread; allocates. */
final class InfoTool implements TypedHandler<InfoTool.Request, InfoTool.Reply> {
  @Description("Nothing to say.")
  record Request() {}

  @Description("The server at the moment of the call.")
  record Reply(
      @Description("Name of this server.") String serverName,
      @Description("Semantic version of the engine.") String engineVersion,
      @Description("Milliseconds since the engine became ready.") long uptimeMillis,
      @Description("starting, ready, draining, stopping or stopped.") String phase,
      @Description("Its agents run.") boolean live,
      @Description("It takes calls.") boolean ready,
      @Description("Why it is not live, or not ready.") List<String> reasons,
      @Description("Addresses that the engine listens on, as URIs.") List<String> addresses,
      @Description("Open sessions.") int sessions,
      @Description("Tools in the catalogue.") int tools,
      @Description("Grows by one whenever a tool comes, changes or goes.") long catalogueEpoch,
      @Description("Process id.") long pid,
      @Description("Processors that the server may use.") int cores,
      @Description("Operating system: name, version, architecture.") String os,
      @Description("Java runtime: vendor and version.") String java,
      @Description("Java heap.") Heap heap,
      @Description("Bytes of direct buffers that the JVM counts.") long directBytes,
      @Description("Counters by label. Values only grow, but those whose label ends in -now.")
          Map<String, Long> counters) {}

  @Description("Java heap, in bytes.")
  record Heap(
      @Description("Used now, garbage included.") long usedBytes,
      @Description("Held from the operating system.") long committedBytes,
      @Description("The limit.") long maxBytes) {}

  private final EngineInfo engine;

  private InfoTool(EngineInfo engine) {
    this.engine = engine;
  }

  static Tool tool(EngineInfo engine) {
    return Tool.named("core.info")
        .title("Server information")
        .description(
            "Tells the server's name, version, uptime, addresses, sessions, number of tools,"
                + " operating system, Java runtime, memory and counters.")
        .worker()
        .readOnly()
        .typed(Request.class, Reply.class, new InfoTool(engine))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) {
    EngineHealth health = engine.health();
    Runtime jvm = Runtime.getRuntime();
    return new Reply(
        engine.serverName(),
        engine.engineVersion(),
        TimeUnit.NANOSECONDS.toMillis(engine.uptimeNs()),
        engine.phase().name().toLowerCase(Locale.ROOT),
        health.live(),
        health.ready(),
        health.reasons(),
        engine.addresses(),
        engine.sessions(),
        engine.tools(),
        engine.catalogueEpoch(),
        ProcessHandle.current().pid(),
        jvm.availableProcessors(),
        joined("os.name", "os.version", "os.arch"),
        joined("java.vendor", "java.vm.version"),
        new Heap(jvm.totalMemory() - jvm.freeMemory(), jvm.totalMemory(), jvm.maxMemory()),
        directBytes(),
        new TreeMap<>(engine.counters()));
  }

  private static String joined(String... properties) {
    StringBuilder text = new StringBuilder();
    for (String property : properties) {
      text.append(text.isEmpty() ? "" : " ").append(System.getProperty(property));
    }
    return text.toString();
  }

  private static long directBytes() {
    long bytes = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        bytes += pool.getMemoryUsed();
      }
    }
    return bytes;
  }
}
