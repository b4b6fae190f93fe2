package io.machinenative.axiom.engine.edge.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.hosting.TrialShare;
import io.machinenative.axiom.engine.plugin.SampleJar;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An engine with a console, a tool that takes all kinds of arguments, and a plugin to swap. */
final class ConsoleRig implements AutoCloseable {
  /** How an order is sent. */
  enum Carriage {
    ROAD,
    RAIL,
    SEA
  }

  /** A part of an order. */
  record Line(
      @Description("What is ordered.") String article,
      @Constraint(minimum = 1, maximum = 99) int pieces) {}

  /** What {@code shop.order} takes. */
  record Order(
      @Description("Who orders.") @Constraint(minLength = 2, maxLength = 40) String customer,
      @Description("How it is sent.") Carriage carriage,
      List<Line> lines,
      @Description("Where to.") Address address,
      @Description("Percent off.")
          @Constraint(optional = true, defaultValue = "0", minimum = 0, maximum = 50)
          double discount,
      @Constraint(optional = true, defaultValue = "false") boolean gift) {}

  /** A place. */
  record Address(String street, @Constraint(pattern = "^[0-9]{5}$") String code) {}

  /** What {@code shop.order} answers. */
  record Receipt(String customer, long pieces, String carriage, boolean gift) {}

  private final Engine engine;
  private final AxiomClient client;
  private final Path folder;

  /** The tokens of a secured one: of who may everything, and of who may look. */
  static final String OWNER = "owner-token";

  static final String READER = "reader-token";

  private static final String SECURED =
      """
      auth:
        failures: ""
        rules:
          - {name: owner-token, allow: "*"}
          - {name: reader-token, read: ["*"]}
      """;

  /**
   * @param folder empty
   * @param secured whether it asks who calls
   * @param origin of a page elsewhere that may call
   */
  ConsoleRig(Path folder, boolean secured, String origin) throws IOException {
    this.folder = folder;
    Path jars = Files.createDirectories(folder.resolve("jars"));
    SampleJar.version("1.0.0").write(jars.resolve("sample.jar"));
    SampleJar.version("2.0.0").write(folder.resolve("sample-2.jar"));
    EngineBuilder builder =
        Engine.builder()
            .with(
                ConfigReader.parse(
                    "edge: {origins: [\"" + origin + "\"]}\n" + (secured ? SECURED : ""), "test"))
            .serverName("orders")
            .mount(Mount.SHARED)
            .registry(new RegistryOptions(1000, false))
            .pluginFolder(jars)
            .plugin(new CoreToolsPlugin())
            .tool(
                Tool.named("shop.order")
                    .title("Order")
                    .description("Takes an order and says what it comes to.")
                    .worker()
                    .typed(Order.class, Receipt.class, (order, call) -> receipt(order))
                    .build())
            .listen("inproc:console")
            .listen("http://127.0.0.1:0");
    if (secured) {
      builder.authenticator((credential, nowMs) -> verdict(credential));
    }
    engine = builder.managePlugins().start();
    client =
        AxiomClient.builder().inproc(engine.inproc()).name("load").credentials(OWNER).connect();
  }

  private static Verdict verdict(Credential credential) {
    String word = new String(credential.secret(), UTF_8);
    return word.equals(OWNER) || word.equals(READER)
        ? Verdict.accepted(Principal.of(word, Principal.Kind.OTHER, Set.of()))
        : new Verdict.Refused("another word");
  }

  private static Receipt receipt(Order order) {
    return new Receipt(
        order.customer(),
        order.lines().stream().mapToLong(Line::pieces).sum(),
        order.carriage().name(),
        order.gift());
  }

  /** Address of the console. */
  String console() {
    return http() + "/console";
  }

  String http() {
    return engine.addresses().stream().filter(each -> each.startsWith("http:")).findFirst().get();
  }

  /** A jar that takes over from the one that serves. */
  Path nextJar() {
    return folder.resolve("sample-2.jar");
  }

  /** Lets the next version take half of the calls. */
  void tryNext() {
    engine.plugins().trial(nextJar(), TrialShare.ofCalls(0.5, 7)).join();
  }

  Engine engine() {
    return engine;
  }

  /** A call that is counted. */
  void hash() {
    byte[] arguments = "{\"text\":\"x\"}".getBytes(UTF_8);
    client.call("core.hash", ContentType.JSON, arguments, new CallOptions());
  }

  Optional<String> version() {
    return engine.plugins().list().stream()
        .filter(plugin -> plugin.id().equals("sample"))
        .map(plugin -> plugin.version())
        .findFirst();
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
