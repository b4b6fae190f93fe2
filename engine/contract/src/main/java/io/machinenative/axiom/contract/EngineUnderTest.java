package io.machinenative.axiom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.SecretProvider;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.client.ToolSummary;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.contract.Examples.Example;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.hosting.PluginSwap;
import io.machinenative.axiom.engine.plugin.PluginFile;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An engine of a test's own, with a client. Any thread. */
public final class EngineUnderTest implements AutoCloseable {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

  private final Engine engine;
  private final AxiomClient client;

  private EngineUnderTest(Engine engine, AxiomClient client) {
    this.engine = engine;
    this.client = client;
  }

  /** What the engine has beside the plugin. */
  public static final class Setup {
    private final EngineBuilder builder = Engine.builder().listen("inproc:contract");
    private final Path folder;

    Setup(Path folder) {
      this.folder = folder;
    }

    /** Settings of the plugin, over the defaults of its manifest. */
    public Setup configuration(String id, Map<String, Object> values) {
      builder.pluginConfiguration(id, values);
      return this;
    }

    /** Secrets that the manifest asks for. */
    public Setup secrets(SecretProvider provider) {
      builder.secrets(provider);
      return this;
    }

    /** A plugin that the one which is tested needs. */
    public Setup with(Plugin other) {
      builder.plugin(other);
      return this;
    }

    /** A folder that lasts as long as the tests. */
    public Path folder() {
      return folder;
    }

    EngineUnderTest start() {
      Engine engine = builder.start();
      try {
        return new EngineUnderTest(
            engine,
            AxiomClient.builder()
                .name("contract")
                .retry(RetryPolicy.none())
                .inproc(engine.inproc())
                .connect());
      } catch (RuntimeException e) {
        engine.close();
        throw e;
      }
    }
  }

  AxiomClient client() {
    return client;
  }

  void install(PluginFile file) {
    done(engine.plugins().install(file));
  }

  PluginSwap swap(PluginFile file) {
    return done(engine.plugins().swap(file));
  }

  void remove(String id) {
    done(engine.plugins().remove(id));
  }

  private static <T> T done(CompletableFuture<T> change) {
    try {
      return change.join();
    } catch (CompletionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    }
  }

  String versionOf(String id) {
    return info(id).version();
  }

  Set<String> toolsOf(String id) {
    return new TreeSet<>(info(id).tools());
  }

  private PluginInfo info(String id) {
    return engine.plugins().list().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("plugin " + id + " does not serve"));
  }

  WeakReference<ClassLoader> loaderOf(String id) {
    return engine.plugins().classesOf(id);
  }

  long counter(String name) {
    return engine.info().counters().get(name);
  }

  EnginePhase phase() {
    return engine.info().phase();
  }

  /** Whether a tool has a face for JSON. */
  boolean takesJson(String tool) {
    return summary(tool).accepts().contains(ContentType.JSON);
  }

  boolean isRepeatable(String tool) {
    return summary(tool).idempotent();
  }

  private ToolSummary summary(String tool) {
    return client.listTools(tool).stream()
        .filter(summary -> summary.name().equals(tool))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no tool " + tool));
  }

  /** Makes a call, and holds its answer against the example. */
  void call(Example example) {
    CallOptions options = new CallOptions().deadlineNs(PATIENCE_NS);
    try {
      Reply reply = client.call(example.tool(), example.contentType(), example.payload(), options);
      if (example.refusal() != null || !example.fits().test(reply.bytes())) {
        fail(example + ": expected " + example.expected() + ", got " + reply.text());
      }
    } catch (CallException e) {
      if (example.refusal() == null) {
        throw new AssertionError(example + ": " + e.getMessage(), e);
      }
      assertEquals(example.refusal(), e.status(), () -> example + ": " + e.getMessage());
    }
  }

  /** The engine has recorded nothing: no fault of a tool, no overrun, nothing left behind. */
  void requireNoErrors() {
    List<String> errors = engine.errors().stream().map(entry -> entry.stack()).toList();
    assertEquals(List.of(), errors, "what the engine has recorded");
  }

  static void pause(long ms) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  @Override
  public void close() {
    client.close();
    engine.close();
  }
}
