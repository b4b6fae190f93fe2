package io.machinenative.axiom.engine.workflow.plan;

import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.workflow.model.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Puts connected stages into streams, and streams in order: those first that, with all that waits
 * for them, took longest before, else by level. Used once, by one thread.
 */
final class StreamGraph {
  private final Map<String, Stage> stages;
  private final Map<String, String> from;
  private final ToLongFunction<String> usualNs;
  private final List<Finding> findings;
  private final Map<String, Integer> streamOf = new LinkedHashMap<>();
  private final Map<Integer, List<String>> members = new TreeMap<>();
  private final Map<Integer, Set<Integer>> needs = new TreeMap<>();

  /**
   * @param from reader to writer
   * @param findings gets what is wrong
   */
  StreamGraph(
      Map<String, Stage> stages,
      Map<String, String> from,
      ToLongFunction<String> usualNs,
      List<Finding> findings) {
    this.stages = stages;
    this.from = from;
    this.usualNs = usualNs;
    this.findings = findings;
  }

  /** The streams in their order; empty when there is a cycle, which is a finding then. */
  List<Stream> streams() {
    if (hasCycle()) {
      return List.of();
    }
    gather();
    connect();
    List<Integer> order = topological();
    if (order.size() < members.size()) {
      Set<Integer> stuck = new LinkedHashSet<>(members.keySet());
      order.forEach(stuck::remove);
      List<List<String>> names = stuck.stream().map(members::get).toList();
      findings.add(
          new Finding(
              "/stages",
              "streams of connected stages that do not wait for one another",
              "these, which do: " + names));
      return List.of();
    }
    return streams(order);
  }

  /** Stages with their streams; after {@link #streams}. */
  Map<String, PlannedStage> planned() {
    Map<String, PlannedStage> planned = new LinkedHashMap<>();
    for (Stage stage : stages.values()) {
      List<String> to = new ArrayList<>();
      from.forEach((reader, writer) -> {
        if (writer.equals(stage.name())) {
          to.add(reader);
        }
      });
      planned.put(
          stage.name(),
          new PlannedStage(
              stage,
              java.util.Optional.ofNullable(from.get(stage.name())),
              to,
              streamOf.getOrDefault(stage.name(), 0)));
    }
    return planned;
  }

  /** Whether stages need one another in a circle; names it. */
  private boolean hasCycle() {
    Set<String> done = new LinkedHashSet<>();
    for (String name : stages.keySet()) {
      List<String> path = new ArrayList<>();
      if (findCycle(name, path, done)) {
        List<String> circle = path.subList(path.indexOf(path.getLast()), path.size());
        findings.add(
            new Finding("/stages", "stages without a circle", String.join(" needs ", circle)));
        return true;
      }
    }
    return false;
  }

  private boolean findCycle(String name, List<String> path, Set<String> done) {
    boolean again = path.contains(name);
    path.add(name);
    if (again) {
      return true;
    }
    if (!done.contains(name)) {
      for (String need : stages.get(name).needs()) {
        if (findCycle(need, path, done)) {
          return true;
        }
      }
    }
    done.add(name);
    path.removeLast();
    return false;
  }

  /** Writers come before readers, for a reader needs its writer and there is no cycle. */
  private void gather() {
    for (String name : byNeeds()) {
      String writer = from.get(name);
      int stream = writer == null ? members.size() : streamOf.get(writer);
      streamOf.put(name, stream);
      members.computeIfAbsent(stream, none -> new ArrayList<>()).add(name);
    }
  }

  private List<String> byNeeds() {
    Set<String> order = new LinkedHashSet<>();
    stages.keySet().forEach(name -> addAfterNeeds(name, order));
    return List.copyOf(order);
  }

  private void addAfterNeeds(String name, Set<String> order) {
    if (!order.contains(name)) {
      stages.get(name).needs().forEach(need -> addAfterNeeds(need, order));
      order.add(name);
    }
  }

  private void connect() {
    int index = 0;
    for (Stage stage : stages.values()) {
      int own = streamOf.get(stage.name());
      Set<Integer> before = needs.computeIfAbsent(own, none -> new LinkedHashSet<>());
      for (String need : stage.needs()) {
        int other = streamOf.get(need);
        if (other != own) {
          before.add(other);
        } else if (!need.equals(from.get(stage.name()))) {
          findings.add(
              new Finding(
                  "/stages/" + index + "/needs",
                  "stages that it is not connected to, for those run while it does",
                  need));
        }
      }
      index++;
    }
  }

  private List<Integer> topological() {
    List<Integer> order = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = false;
      for (int stream : members.keySet()) {
        if (!order.contains(stream) && order.containsAll(needs.get(stream))) {
          order.add(stream);
          more = true;
        }
      }
    }
    return order;
  }

  private List<Stream> streams(List<Integer> order) {
    Map<Integer, Integer> levels = new HashMap<>();
    for (int stream : order) {
      int level = 0;
      for (int need : needs.get(stream)) {
        level = Math.max(level, levels.get(need) + 1);
      }
      levels.put(stream, level);
    }
    Map<Integer, Long> ahead = new HashMap<>();
    for (int stream : order.reversed()) {
      long after = 0;
      for (int other : order) {
        if (needs.get(other).contains(stream)) {
          after = Math.max(after, ahead.get(other));
        }
      }
      ahead.put(stream, after + usualNs(stream));
    }
    List<Stream> streams = new ArrayList<>();
    for (int stream : order) {
      streams.add(
          new Stream(
              stream,
              members.get(stream),
              needs.get(stream),
              levels.get(stream),
              ahead.get(stream)));
    }
    streams.sort(
        Comparator.comparingLong(Stream::aheadNs)
            .reversed()
            .thenComparingInt(Stream::level)
            .thenComparingInt(Stream::index));
    return List.copyOf(streams);
  }

  /** The stages of a stream run at once: it takes as long as the longest. */
  private long usualNs(int stream) {
    return members.get(stream).stream().mapToLong(usualNs).max().orElse(0);
  }
}
