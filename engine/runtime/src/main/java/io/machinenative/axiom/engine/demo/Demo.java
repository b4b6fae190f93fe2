package io.machinenative.axiom.engine.demo;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.transport.aeron.DriverDirectory;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.agrona.concurrent.NanoClock;

/**
 * Starts an engine on all four carriers, and shows that tools called there do what they say. Any
 * thread, once.
 */
public final class Demo {
  private final NanoClock clock;

  public Demo(NanoClock clock) {
    this.clock = clock;
  }

  /**
   * @param files that go through the tools, each at most a message long
   * @param progress told the number of files that are done, and the carrier
   * @return a report for each carrier
   */
  public List<CarrierReport> run(List<Path> files, BiConsumer<Integer, String> progress)
      throws IOException {
    Path aeronDirectory = DriverDirectory.createPrivate();
    List<CarrierReport> reports = new ArrayList<>();
    try (Engine engine =
        Engine.builder()
            .plugin(new CoreToolsPlugin())
            .aeronDirectory(aeronDirectory)
            .listen("inproc:demo")
            .listen("aeron:ipc")
            .listen("aeron:udp?endpoint=127.0.0.1:0")
            .listen("tcp://127.0.0.1:0")
            .start()) {
      for (String address : engine.addresses()) {
        try (AxiomClient client = connect(engine, address, aeronDirectory)) {
          reports.add(new CarrierDemo(nameOf(address), client, clock).run(files, progress));
        }
      }
    }
    return reports;
  }

  /** The calling thread drives the client itself, which is how one measures. */
  private static AxiomClient connect(Engine engine, String address, Path aeronDirectory) {
    ClientBuilder builder =
        AxiomClient.builder().name("demo").mount(Mount.INVOKER).aeronDirectory(aeronDirectory);
    return (address.startsWith("inproc:") ? builder.inproc(engine.inproc()) : builder.at(address))
        .connect();
  }

  private static String nameOf(String address) {
    if (address.startsWith("inproc:")) {
      return "in-process";
    }
    if (address.startsWith("tcp:")) {
      return "TCP";
    }
    return address.startsWith("aeron:ipc") ? "Aeron IPC" : "Aeron UDP";
  }
}
