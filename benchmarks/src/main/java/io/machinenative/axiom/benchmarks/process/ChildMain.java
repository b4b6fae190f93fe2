package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.agrona.CloseHelper;

/**
 * The child JVM of a run: opens its half of a subject, prints {@code ready ADDRESS}, then obeys one
 * command a line with one line each.
 *
 * <ul>
 *   <li>{@code run NS}: run the closed loop for so long; {@code ok} and the {@code SliceStats}
 *   <li>{@code allocated}: {@code ok} and the bytes that the server's threads have allocated so
 *       far. In one JVM with the client, that is every thread but the one that calls
 *   <li>the end of the input: end
 * </ul>
 *
 * <p>What fails is printed on stderr and ends the process with 1. Nothing else uses stdout.
 */
public final class ChildMain {
  static final String READY = "ready ";
  static final String OK = "ok ";
  static final String RUN = "run ";
  static final String ALLOCATED = "allocated";

  private static final long KEEP_ALIVE_MS = 10;

  private final ChildArguments arguments;
  private final PrintStream replies;
  private final CommandReader commands;
  private final AllocationMeter meter;
  private final RoundTrips trips;

  private ChildMain(ChildArguments arguments, PrintStream replies) {
    this.arguments = arguments;
    this.replies = replies;
    commands = new CommandReader(System.in, this::removeAeronDirectory);
    meter = new AllocationMeter(commands.start().threadId());
    trips = new RoundTrips(arguments.exchange());
  }

  /** The measuring thread is one of Netty's kind, because Netty recycles buffers on no other. */
  public static void main(String[] args) {
    PrintStream replies = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    new FastThreadLocalThread(() -> System.exit(live(args, replies)), "bench-main").start();
  }

  /**
   * Returns the exit code; the caller exits, so that no thread that a library left behind keeps the
   * process.
   */
  private static int live(String[] args, PrintStream replies) {
    try {
      new ChildMain(ChildArguments.parse(args), replies).serve();
      return 0;
    } catch (Exception | Error e) {
      e.printStackTrace();
      return 1;
    }
  }

  private void serve() throws Exception {
    RttSubject subject = arguments.subject().open(arguments.exchange(), arguments.aeronDirectory());
    RttServer server = null;
    RttClient client = null;
    try {
      String address = arguments.serverAddress();
      if (arguments.role().serves()) {
        server = subject.openServer();
        address = server.address();
      }
      if (arguments.role().calls()) {
        client = subject.openClient(address);
      }
      replies.println(READY + address);
      obey(client);
    } finally {
      CloseHelper.closeAll(client, server);
      removeAeronDirectory();
    }
  }

  private void obey(RttClient client) throws Exception {
    while (true) {
      Optional<String> command = commands.next(KEEP_ALIVE_MS);
      if (command.isPresent() && command.get().equals(CommandReader.END)) {
        return;
      }
      if (command.isPresent()) {
        replies.println(OK + reply(command.get(), client));
      } else if (client != null) {
        client.keepAlive();
      }
    }
  }

  private String reply(String command, RttClient client) throws Exception {
    if (command.equals(ALLOCATED)) {
      return Long.toString(meter.otherBytes());
    }
    if (command.startsWith(RUN) && client != null) {
      return run(client, Long.parseLong(command.substring(RUN.length())));
    }
    throw new IllegalArgumentException("a " + arguments.role() + " does not know: " + command);
  }

  private String run(RttClient client, long durationNs) throws Exception {
    trips.restart();
    long beforeBytes = clientBytes();
    client.run(trips, durationNs);
    return trips.stats(clientBytes() - beforeBytes).toLine();
  }

  private long clientBytes() {
    return arguments.role().serves() ? meter.callerBytes() : meter.allBytes();
  }

  private void removeAeronDirectory() {
    if (arguments.role().serves()) {
      SubjectProcesses.removeAeronDirectory(new File(arguments.aeronDirectory()));
    }
  }
}
