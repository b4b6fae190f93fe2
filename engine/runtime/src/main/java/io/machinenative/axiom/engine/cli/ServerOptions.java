package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.transport.netty.ClientTls;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command talks to, and how it gets in. */
final class ServerOptions {
  private static final String INPROC = "inproc:";

  @Option(
      names = "--at",
      paramLabel = "URI",
      defaultValue = "tcp://127.0.0.1:7400",
      description = {
        "The server (default: ${DEFAULT-VALUE}): tcp://host:port, tcps://host:port, aeron:ipc,",
        "aeron:udp?endpoint=host:port, or inproc: for one in this process."
      })
  private String address;

  @Option(names = "--aeron-dir", paramLabel = "DIR", description = "Directory of the media driver.")
  private Optional<Path> aeronDirectory = Optional.empty();

  @Mixin private CredentialOptions credentials;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      description = "For tcps: PEM certificates of those who sign servers' (default: the JDK's).")
  private Optional<Path> tlsTrust = Optional.empty();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "For tcps: PEM chain to show to the server; with --tls-key.")
  private Optional<Path> tlsCertificate = Optional.empty();

  @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM key of that certificate.")
  private Optional<Path> tlsKey = Optional.empty();

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "Most time to connect (default: ${DEFAULT-VALUE}).")
  private String connectTimeout;

  /** A client, and the engine behind it when it runs in this process. */
  record Connection(AxiomClient client, Optional<Engine> engine) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      engine.ifPresent(Engine::close);
    }
  }

  Connection connect() {
    try {
      return open();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--at: " + e.getMessage());
    }
  }

  private Connection open() {
    ClientBuilder builder =
        AxiomClient.builder()
            .name("axiom-cli")
            .connectTimeoutNs(Quantity.nanoseconds(connectTimeout));
    aeronDirectory.ifPresent(builder::aeronDirectory);
    credentials.read().ifPresent(builder::credentials);
    if (tlsTrust.isPresent() || tlsCertificate.isPresent() || tlsKey.isPresent()) {
      builder.tls(new ClientTls(tlsTrust, tlsCertificate, tlsKey));
    }
    if (!address.startsWith(INPROC)) {
      return new Connection(builder.at(address).connect(), Optional.empty());
    }
    Engine engine = Engine.builder().plugin(new CoreToolsPlugin()).listen(address).start();
    return new Connection(builder.inproc(engine.inproc()).connect(), Optional.of(engine));
  }
}
