package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.process.ChildDiedException;
import io.machinenative.axiom.benchmarks.process.RttPlan;
import io.machinenative.axiom.benchmarks.process.RttResult;
import io.machinenative.axiom.benchmarks.process.RttRun;
import io.machinenative.axiom.benchmarks.process.Subject;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.engine.cli.CommandFailure;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom bench rtt}: round trips in a closed loop, every reply verified. */
@Command(
    name = "rtt",
    description = {
      "Measures round trips: the time of a call, and how many fit a second.",
      "Client and server run in JVMs of their own. Every reply is compared with its request."
    },
    mixinStandardHelpOptions = true)
public final class RttCommand implements Callable<Integer> {
  private static final double NS_PER_SECOND = 1e9;

  /** What is measured beside Axiom to compare with. */
  enum Peer {
    GRPC
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--transport",
      defaultValue = "ipc",
      paramLabel = "inproc|ipc|udp|tcp",
      description = "What carries the calls (default: ${DEFAULT-VALUE}).")
  private Transport transport;

  @Option(
      names = "--payload",
      defaultValue = "64",
      paramLabel = "BYTES",
      description = "Of a request and of its reply (default: ${DEFAULT-VALUE}).")
  private int payloadBytes;

  @Option(
      names = "--in-flight",
      defaultValue = "1",
      paramLabel = "CALLS",
      description =
          "Under way at the same time: 1 shows the latency, 64 the throughput"
              + " (default: ${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      paramLabel = "SECONDS",
      description = "Measured for each row, all repetitions together (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warmup",
      defaultValue = "3",
      paramLabel = "SECONDS",
      description = "Thrown away before (default: ${DEFAULT-VALUE}; gRPC: three times as long).")
  private double warmupSeconds;

  @Option(
      names = "--reps",
      defaultValue = "5",
      paramLabel = "COUNT",
      description = "Repetitions, whose median counts (default: ${DEFAULT-VALUE}).")
  private int reps;

  @Option(
      names = "--mode",
      defaultValue = "inline",
      paramLabel = "inline|worker",
      description = "Where the tool runs (default: ${DEFAULT-VALUE}).")
  private Mode mode;

  @Option(names = "--in-process", description = "Client and server share a JVM.")
  private boolean inProcess;

  @Option(
      names = "--baseline",
      description = "Also measure the same exchange on the bare transport, in turn.")
  private boolean baseline;

  @Option(
      names = "--peer",
      paramLabel = "grpc",
      description = "Also measure unary calls of gRPC-java, in turn.")
  private Peer peer;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    RttPlan plan = plan();
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    RttRun run = new RttRun(plan, terminal::progress);
    Thread killer = Thread.ofPlatform().unstarted(run::kill);
    Runtime.getRuntime().addShutdownHook(killer);
    try (run) {
      RttResult result = run.execute();
      terminal.print(json ? RttJson.of(result, conditions) : RttTable.of(result, conditions));
      return ExitCode.OK;
    } catch (ChildDiedException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getMessage());
    } finally {
      Runtime.getRuntime().removeShutdownHook(killer);
    }
  }

  private RttPlan plan() {
    try {
      return new RttPlan(
          new Exchange(transport, payloadBytes, inFlight, mode),
          subjects(),
          inProcess,
          reps,
          (long) (seconds * NS_PER_SECOND / Math.max(1, reps)),
          (long) (warmupSeconds * NS_PER_SECOND),
          (long) (3 * warmupSeconds * NS_PER_SECOND));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    subjects.add(Subject.AXIOM);
    if (baseline) {
      subjects.addAll(Subject.baselines(transport));
    }
    if (peer == Peer.GRPC) {
      subjects.add(Subject.GRPC);
    }
    return subjects;
  }
}
