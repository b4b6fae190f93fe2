package io.machinenative.axiom;

import java.util.List;
import java.util.stream.Stream;

/**
 * The plan of the house, as the architecture test checks it: which rooms there are, which rooms
 * each may see, and in which rooms each library may be used.
 *
 * <p>To open a door, add it here; to use a new library, give it a fence.
 */
final class House {
  static final String ROOT = "io.machinenative.axiom";

  /**
   * Packages that belong together, and the rooms that they may see.
   *
   * @param packages as ArchUnit writes them: {@code a.b} alone, {@code a.b..} with all below
   * @param maySee names of other rooms
   * @param planned whether the room may still be empty
   */
  record Room(String name, String packages, List<String> maySee, boolean planned) {}

  /** A library, or a few that serve one purpose, and the rooms that may use them. */
  record Fence(String name, List<String> packages, List<String> rooms) {}

  private static final List<String> L0 = List.of("codec", "natives", "api");
  private static final List<String> L1 = and(L0, "base", "counters");
  private static final List<String> L2 = and(L1, "access", "pipeline", "port");

  /** Every room; a stage sees what stages share, and never a sibling. */
  static final List<Room> ROOMS =
      List.of(
          // L0: what everybody speaks
          room("codec", "codec..", List.of()),
          room("natives", "natives..", List.of()),
          room("api", "api..", List.of("codec")),
          // L1: clocks, agents, limits
          room("base", "engine.base..", L0),
          room("counters", "engine.counters..", and(L0, "base")),
          // L2: what stages share, and what they may ask
          room("access", "engine.access..", L1),
          room("pipeline", "engine.pipeline..", and(L1, "access", "port")),
          room("port", "engine.port..", and(L1, "access")),
          // L3: the stages
          room("framing", "engine.framing..", L2),
          room("validation", "engine.validation..", L2),
          room("dispatch", "engine.dispatch..", L2),
          room("scheduler", "engine.scheduler..", L2),
          room("tool", "engine.tool..", L2),
          room("result", "engine.result..", L2),
          room("transport.aeron", "engine.transport.aeron..", L2),
          room("transport.netty", "engine.transport.netty..", L2),
          room("transport.inproc", "engine.transport.inproc..", L2),
          // L4: policy and documents
          room("json", "engine.json..", L0),
          room("config", "engine.config..", and(L2, "json")),
          room("plugin", "engine.plugin..", and(L2, "json", "config", "registry")),
          room("control", "engine.control..", and(L2, "json", "config", "registry")),
          room(
              "hosting",
              "engine.hosting..",
              and(L2, "json", "config", "plugin", "control", "registry")),
          room(
              "observation",
              "engine.observation..",
              and(L2, "json", "control", "hosting", "plugin")),
          room("registry", "engine.registry..", and(L2, "json", "config")),
          room("store", "engine.store..", and(L2, "registry")),
          room("workflow", "engine.workflow..", and(L2, "json", "config", "control")),
          room("gateway", "engine.gateway..", and(L2, "json", "config", "control")),
          room("identity", "engine.identity..", and(L2, "json", "config", "control")),
          room("edge", "engine.edge..", and(L2, "json", "config", "control", "transport.netty")),
          // what ships with Axiom, but is written as anybody would
          room("core tools", "plugins.core..", List.of("codec", "api")),
          room("backup", "plugins.backup..", and(L0, "plugin files")),
          room("plugin files", "plugins.files..", List.of("codec", "api")),
          room("zstd plugin", "plugins.zstd..", and(L0, "plugin files")),
          room("aes plugin", "plugins.aes..", and(L0, "plugin files")),
          room("s3 plugin", "plugins.s3..", List.of("codec", "api", "plugin files")),
          room("samples", "samples..", List.of("codec", "api")),
          // L5: who uses all that
          room("client", "client..", and(L2, "json", "carriers")),
          room("assembly", "engine", List.of("everything")),
          room("demo", "engine.demo..", List.of("everything")),
          room("doctor", "engine.doctor..", List.of("everything")),
          room("cli", "engine.cli..", List.of("everything")),
          planned("testkit", "engine.testkit..", List.of("everything")),
          planned("contract", "contract..", List.of("everything")),
          planned("benchmarks", "benchmarks..", List.of("everything")));

  /** Every library; one without a fence may be used nowhere. */
  static final List<Fence> FENCES =
      List.of(
          fence("buffers and agents", List.of("org.agrona.."), List.of("everything")),
          fence("Aeron", List.of("io.aeron.."), List.of("transport.aeron", "benchmarks")),
          fence("Netty", List.of("io.netty.."), List.of("transport.netty", "edge", "benchmarks")),
          fence("the JDK's TLS", List.of("javax.net.ssl.."), List.of("transport.netty", "gateway")),
          fence("HTTP of upstreams", List.of("org.apache.hc.."), List.of("gateway")),
          fence("Disruptor", List.of("com.lmax.disruptor.."), List.of("scheduler")),
          fence("Chronicle", List.of("net.openhft.."), List.of("store", "benchmarks")),
          fence(
              "JSON",
              List.of(
                  "tools.jackson..", "com.networknt..", "com.github.victools..", "com.fasterxml.."),
              List.of("json")),
          fence(
              "JSON Path",
              List.of("com.jayway.jsonpath..", "net.minidev.json.."),
              List.of("core tools")),
          fence("Argon2", List.of("org.bouncycastle.."), List.of("backup", "aes plugin")),
          fence("JWT", List.of("com.nimbusds.."), List.of("identity")),
          fence(
              "names in certificates",
              List.of("javax.naming..", "javax.security.auth.x500.."),
              List.of("identity")),
          fence("AWS SDK", List.of("software.amazon.awssdk.."), List.of("s3 plugin")),
          fence("errors of the JDK's XML", List.of("javax.xml.stream.."), List.of("s3 plugin")),
          fence("YAML", List.of("org.snakeyaml.."), List.of("config", "control")),
          fence("tar", List.of("org.apache.commons.compress.."), List.of("workflow")),
          fence("picocli", List.of("picocli.."), List.of("cli", "benchmarks")),
          fence("histograms", List.of("org.HdrHistogram.."), List.of("demo", "cli", "benchmarks")),
          fence(
              "the JVM's own counters",
              List.of("com.sun.management.."),
              List.of("doctor", "cli", "benchmarks")),
          fence("zstd in Java", List.of("io.airlift.compress.."), List.of("natives", "benchmarks")),
          fence("zstd by JNI", List.of("com.github.luben.."), List.of("benchmarks")),
          fence("the JDK's cipher", List.of("javax.crypto.."), List.of("natives", "benchmarks")),
          fence("JUnit", List.of("org.junit.."), List.of("contract")),
          fence("gRPC", List.of("io.grpc.."), List.of("benchmarks")),
          fence("JMH", List.of("org.openjdk.jmh.."), List.of("benchmarks")));

  private House() {}

  static String[] packagesOf(List<String> rooms) {
    return rooms.stream().flatMap(House::packagesOf).toArray(String[]::new);
  }

  private static Stream<String> packagesOf(String room) {
    return switch (room) {
      case "everything" -> Stream.of(ROOT + "..");
      case "carriers" -> Stream.of(ROOT + ".engine.transport..");
      default -> Stream.of(named(room).packages());
    };
  }

  private static Room named(String name) {
    return ROOMS.stream()
        .filter(room -> room.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected a room, actual " + name));
  }

  private static Room room(String name, String packages, List<String> maySee) {
    return new Room(name, ROOT + "." + packages, maySee, false);
  }

  private static Room planned(String name, String packages, List<String> maySee) {
    return new Room(name, ROOT + "." + packages, maySee, true);
  }

  private static Fence fence(String name, List<String> packages, List<String> rooms) {
    return new Fence(name, packages, rooms);
  }

  private static List<String> and(List<String> rooms, String... more) {
    return Stream.concat(rooms.stream(), Stream.of(more)).toList();
  }
}
