package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.axiom.AxiomCalls;
import io.machinenative.axiom.benchmarks.bare.AeronPingPong;
import io.machinenative.axiom.benchmarks.bare.LoopDrive;
import io.machinenative.axiom.benchmarks.bare.NettyEcho;
import io.machinenative.axiom.benchmarks.bare.RingPingPong;
import io.machinenative.axiom.benchmarks.grpc.GrpcUnary;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import java.util.List;

/** The subjects there are, by the name under which they are reported. */
public enum Subject {
  AXIOM("Axiom"),
  RINGS("bare rings"),
  AERON("bare Aeron"),
  NETTY("bare Netty, event loop"),
  NETTY_STEPPED("bare Netty, stepped loop"),
  GRPC("gRPC-java unary");

  private final String label;

  Subject(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The bare exchanges on a transport; with several, the fastest of a run is the baseline. */
  public static List<Subject> baselines(Transport transport) {
    return switch (transport) {
      case INPROC -> List.of(RINGS);
      case IPC, UDP -> List.of(AERON);
      case TCP -> List.of(NETTY, NETTY_STEPPED);
    };
  }

  RttSubject open(Exchange exchange, String aeronDirectory) {
    return switch (this) {
      case AXIOM -> new AxiomCalls(exchange, aeronDirectory);
      case RINGS -> new RingPingPong(exchange);
      case AERON -> new AeronPingPong(exchange, aeronDirectory);
      case NETTY -> new NettyEcho(exchange, LoopDrive.OWN_THREAD);
      case NETTY_STEPPED -> new NettyEcho(exchange, LoopDrive.STEPPED);
      case GRPC -> new GrpcUnary();
    };
  }
}
