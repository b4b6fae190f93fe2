package io.machinenative.axiom.benchmarks.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * How long servers take from the start of their process to the first answered call, and how much
 * memory is resident when they have idled for a while after it. In turn; the median of the times,
 * and the memory of the last round.
 */
public final class EdgeStart {
  private static final int ROUNDS = 3;
  private static final String AXIOM = "axiom-serve";

  /** Longer than two of the periods after which an idle server gives memory back. */
  private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(35);

  /**
   * What a server takes.
   *
   * @param firstAnswerMs from the start of its process
   * @param residentMib after 35 idle seconds; 0 when it was not waited for
   */
  public record Row(String name, double firstAnswerMs, double residentMib) {}

  /** Starts a server. */
  private interface Start {
    HttpChild start() throws IOException;
  }

  private final Consumer<String> progress;

  public EdgeStart(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * The rows, that of {@code axiom serve} first.
   *
   * @param withPeers those of other MCP servers too
   */
  public List<Row> run(boolean withPeers) throws IOException {
    Map<String, Start> servers = new LinkedHashMap<>();
    servers.put(AXIOM, HttpChild::serve);
    if (withPeers) {
      Peers peers = Peers.built(progress);
      servers.put("quarkus", () -> new HttpChild(peers.quarkus()));
      servers.put("java-sdk", () -> new HttpChild(peers.javaSdk()));
    }
    Map<String, List<Row>> rounds = new LinkedHashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (Map.Entry<String, Start> server : servers.entrySet()) {
        progress.accept("start " + round + " of " + ROUNDS + ": " + server.getKey());
        Row row = once(server.getKey(), server.getValue(), round == ROUNDS);
        rounds.computeIfAbsent(server.getKey(), name -> new ArrayList<>()).add(row);
      }
    }
    return rounds.values().stream().map(EdgeStart::median).toList();
  }

  private static Row once(String name, Start start, boolean idle) throws IOException {
    try (HttpChild server = start.start()) {
      byte[] request =
          switch (name) {
            case AXIOM -> HttpRequestText.stateless("core.echo");
            case "quarkus" ->
                HttpRequestText.inSession("math.add", McpHandshake.open(server.address()));
            default -> HttpRequestText.older("math.add");
          };
      String expected = name.equals(AXIOM) ? "\"a\":2" : "\"sum\":5";
      HttpLoad.answer(server.address(), request, expected);
      double tookMs = (System.nanoTime() - server.startedNs()) / 1e6;
      if (!idle) {
        return new Row(name, tookMs, 0);
      }
      long untilNs = System.nanoTime() + IDLE_NS;
      while (System.nanoTime() - untilNs < 0) {
        LockSupport.parkNanos(IDLE_NS);
      }
      return new Row(name, tookMs, server.residentKib() / 1024.0);
    }
  }

  private static Row median(List<Row> rows) {
    Row middle =
        rows.stream()
            .sorted(Comparator.comparingDouble(Row::firstAnswerMs))
            .toList()
            .get(rows.size() / 2);
    return new Row(middle.name(), middle.firstAnswerMs(), rows.getLast().residentMib());
  }
}
