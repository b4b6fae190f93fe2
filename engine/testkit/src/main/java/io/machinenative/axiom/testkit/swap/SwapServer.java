package io.machinenative.axiom.testkit.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.testkit.swap.sample.SwapSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server whose plugins clients may change, and a client of it. One thread's. */
final class SwapServer implements AutoCloseable {
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

  private final SampleJar sample = new SampleJar();
  private final Path jars;
  private final Engine engine;
  private final AxiomClient client;

  /**
   * @param directory of the plugins, of what they keep, and of jars before they are installed
   */
  SwapServer(Path directory) throws IOException {
    jars = Files.createDirectories(directory.resolve("jars"));
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:swap")
            .dataDirectory(Files.createDirectories(directory.resolve("data")))
            .pluginFolder(Files.createDirectories(directory.resolve("plugins")))
            .managePlugins()
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).connect();
  }

  private Map<?, ?> call(String tool, Map<String, ?> arguments) {
    byte[] text = Json.text(arguments).getBytes(UTF_8);
    CallOptions patiently = new CallOptions().deadlineNs(DEADLINE_NS);
    return (Map<?, ?>) Json.read(client.call(tool, ContentType.JSON, text, patiently).bytes());
  }

  /** Puts a version there, in the place of another or as the first. */
  void install(int number, boolean swap) throws IOException {
    byte[] jar = Files.readAllBytes(sample.write(jars.resolve("next.jar"), number));
    call("plugins.install", Map.of("jar", Base64.getEncoder().encodeToString(jar), "swap", swap));
  }

  /**
   * @param verb rollback, disable or enable
   */
  void change(String verb) {
    call("plugins." + verb, Map.of("id", SwapSample.ID));
  }

  /**
   * What is there.
   *
   * @throws IllegalStateException when it is not whole
   */
  SwapState state() {
    List<Map<?, ?>> found =
        ((List<?>) call("plugins.list", Map.of()).get("plugins"))
            .stream()
                .<Map<?, ?>>map(plugin -> (Map<?, ?>) plugin)
                .filter(plugin ->
                    plugin.get("origin").toString().endsWith(".jar")
                        || plugin.get("origin").toString().endsWith(".disabled"))
                .toList();
    if (found.isEmpty()) {
      return SwapState.NOTHING;
    }
    Map<?, ?> plugin = found.getFirst();
    if (found.size() > 1 || !plugin.get("problem").equals("") || !engine.errors().isEmpty()) {
      throw new IllegalStateException(
          "expected one plugin that is well, actual " + found + ", errors " + engine.errors());
    }
    boolean serves = plugin.get("state").equals("serving");
    SwapState state =
        new SwapState(number(plugin.get("version")), number(plugin.get("previous")), serves);
    if (serves && answeredBy() != state.number()) {
      throw new IllegalStateException(
          "expected an answer of version " + state.number() + ", actual " + answeredBy());
    }
    return state;
  }

  private int answeredBy() {
    Map<?, ?> total = call(SwapSample.SUM, Map.of("terms", List.of(1, 2)));
    return ((Number) total.get("version")).intValue();
  }

  private static int number(Object version) {
    String text = version.toString();
    return text.isEmpty() ? 0 : Integer.parseInt(text.substring(0, text.indexOf('.')));
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
