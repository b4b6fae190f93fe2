package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.RegistryOptions;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.identity.ApiKey;
import io.machinenative.axiom.engine.identity.ApiKeyFile;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** An engine that asks everybody who it is, on every carrier. */
final class IdentityRig implements AutoCloseable {
  /** Nothing. */
  record Nothing() {}

  /** Who has called. */
  record Who(String name, String kind, List<String> scopes) {}

  static final String TOKEN = "one-secret-for-all";

  private final Random random = new Random(11);
  private final Path keyFile;
  private final Engine engine;

  IdentityRig(Path folder) {
    keyFile = folder.resolve("keys.json");
    keys(List.of());
    engine =
        Engine.builder()
            .with(ConfigReader.parse(configuration(), "identity"))
            .dataDirectory(folder.resolve("data"))
            .aeronDirectory(folder.resolve("driver"))
            .registry(new RegistryOptions(1000, false))
            .plugin(new CoreToolsPlugin())
            .plugin(new Operations())
            .tool(who("test.who").readOnly().build())
            .tool(who("test.change").build())
            .tool(who("test.secret").build())
            .tool(who("test.rare").readOnly().build())
            .listen("http://127.0.0.1:0")
            .listen("tcp://127.0.0.1:0")
            .listen("aeron:ipc")
            .listen("inproc:identity")
            .start();
  }

  /** Two operations that say for whom they run. */
  private static final class Operations implements Plugin {
    @Override
    public String id() {
      return "operations";
    }

    @Override
    public String version() {
      return "1.0.0";
    }

    @Override
    public List<Tool> tools() {
      return List.of(who("test.hidden").build());
    }

    @Override
    public List<Operation> operations() {
      return List.of(operation("test.who"), operation("test.secret"), held());
    }

    /** Ends when it is told to. */
    private static Operation held() {
      return Operation.named("test.held")
          .task(Nothing.class, (nothing, in, out, run) -> new CountDownLatch(1).await());
    }

    private static Operation operation(String name) {
      return Operation.named(name)
          .task(
              Nothing.class,
              (nothing, in, out, run) -> run.result("caller", run.principal().label()));
    }
  }

  private static Tool.Builder who(String name) {
    return Tool.named(name)
        .typed(
            Nothing.class,
            Who.class,
            (nothing, call) -> {
              Principal who = call.principal();
              return new Who(
                  who.name(), who.kind().name(), who.scopes().stream().sorted().toList());
            });
  }

  private String configuration() {
    return """
    auth:
      token: %s
      failures: ""
      keys: %s
      resource: https://axiom.example/mcp
      servers: [https://login.example]
      rules:
        - {kind: token, allow: ["*"]}
        - {scope: "test:read", read: ["test.who", "test.change", "test.rare"]}
        - {scope: "test:write", allow: "test.change"}
        - {name: registrar, allow: ["registry.query", "registry.get"]}
        - name: watcher
          read: ["core.*", "plugins.*", "pipeline.*", "registry.*", "record service/pay-*"]
          allow: ["pipeline.run", "pipeline.cancel", "operation test.who", "operation test.held", "operation stream.*"]
        - {name: peer, read: ["pipeline.*", "run shown*"], allow: ["pipeline.cancel", "pipeline.run", "operation test.held"]}
    limits:
      rates:
        - {name: rare, tools: test.rare, per: principal, window: 2/1h}
    """
        .formatted(TOKEN, keyFile);
  }

  /** Makes a key beside those that are there. */
  ApiKey.New add(String name, String... scopes) {
    ApiKey.New made = ApiKey.make(name, List.of(scopes), Instant.now(), Optional.empty(), random);
    try {
      ApiKeyFile.change(
          keyFile,
          before -> {
            List<ApiKey> all = new ArrayList<>(before);
            all.add(made.kept());
            return all;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made;
  }

  void keys(List<ApiKey> all) {
    try {
      ApiKeyFile.change(keyFile, before -> all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Engine engine() {
    return engine;
  }

  String address(String scheme) {
    return engine.addresses().stream().filter(one -> one.startsWith(scheme)).findFirst().get();
  }

  RawHttp http() {
    return new RawHttp(address("http:"));
  }

  /** A client of the binary protocol, by a carrier. */
  AxiomClient connect(String scheme, String credentials) {
    var builder = AxiomClient.builder().name("identity");
    if (!credentials.isEmpty()) {
      builder.credentials(credentials);
    }
    return scheme.equals("inproc:")
        ? builder.inproc(engine.inproc()).connect()
        : builder.aeronDirectory(keyFile.resolveSibling("driver")).at(address(scheme)).connect();
  }

  @Override
  public void close() {
    engine.close();
  }
}
