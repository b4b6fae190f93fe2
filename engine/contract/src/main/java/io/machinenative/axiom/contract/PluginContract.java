package io.machinenative.axiom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.machinenative.axiom.api.EnginePhase;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.ToolDetails;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.contract.Examples.Example;
import io.machinenative.axiom.engine.hosting.PluginSwap;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests that every plugin passes. Extend it in the plugin's project and give examples:
 *
 * <pre>{@code
 * class GreeterPluginTest extends PluginContract {
 *   @Override
 *   protected Examples examples() {
 *     return new Examples().answers("greet.hello", "{\"name\":\"Ada\"}", "{\"text\":\"Hello Ada!\"}");
 *   }
 * }
 * }</pre>
 *
 * <p>Each test packs the classes of this project, with the libraries that {@code
 * target/axiom-classpath} lists, into a jar, and runs it in an engine of its own: with a class
 * loader that sees nothing but the contract, with the memory and threads that the manifest grants.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PluginContract {
  /** At most so many swaps until one is fast enough. */
  private static final int ROUNDS = 7;

  private static final int SWAPS = 20;
  private static final int THREADS = 8;
  private static final int CALLS_PER_THREAD = 50;
  private static final long INITIALIZE_MS = 100;
  private static final long TEARDOWN_MS = 50;

  /** Payloads that are no arguments of any tool. */
  private static final List<String> NO_ARGUMENTS =
      List.of("[]", "\"text\"", "7", "null", "{", "", "{\"a\":1}}", "{\"a\":\u0001}");

  private Path folder;
  private PluginUnderTest subject;

  /** Calls of each tool, with what they answer. */
  protected abstract Examples examples();

  /** The plugin: a jar or a folder of classes. By default the classes of this project. */
  protected Path plugin() {
    return PluginUnderTest.onClassPath(getClass().getClassLoader());
  }

  /** Tools that take any JSON whatever, and so have no schema. */
  protected Set<String> withoutSchema() {
    return Set.of();
  }

  /**
   * Tools of which no call can be written down that is answered, for what they take is known to a
   * running plugin only: give a refusal of each instead.
   */
  protected Set<String> withoutExample() {
    return Set.of();
  }

  /** Libraries that go into the jar when the plugin is a folder. */
  protected List<Path> libraries() {
    return PluginUnderTest.librariesBeside(plugin());
  }

  /** The jar or folder that a class was loaded from: for {@link #plugin} and {@link #libraries}. */
  protected static Path codeOf(Class<?> type) {
    return PluginUnderTest.codeOf(type);
  }

  /** Changes the engine that the tests run: settings, secrets, other plugins. */
  protected void prepare(EngineUnderTest.Setup setup) {}

  @BeforeAll
  void pack(@TempDir Path temporary) {
    folder = temporary;
    subject = new PluginUnderTest(plugin(), libraries(), folder);
  }

  private EngineUnderTest start() {
    EngineUnderTest.Setup setup = new EngineUnderTest.Setup(folder);
    prepare(setup);
    return setup.start();
  }

  @Test
  void theManifestIsWhatTheCodeIs() {
    try (EngineUnderTest engine = start()) {
      PluginManifest manifest = install(engine);
      assertEquals(manifest.version(), engine.versionOf(manifest.id()));
      manifest
          .tools()
          .ifPresent(names -> assertEquals(new TreeSet<>(names), engine.toolsOf(manifest.id())));
      engine.requireNoErrors();
    }
  }

  @Test
  void startsAndEndsInTime() {
    try (EngineUnderTest engine = start()) {
      install(engine);
      List<PluginSwap> swaps = new ArrayList<>();
      do {
        swaps.add(engine.swap(subject.open()));
      } while (swaps.size() < ROUNDS && !isInTime(swaps));
      long initializeMs = fastestMs(swaps.stream().map(PluginSwap::prepareNs).toList());
      long teardownMs = fastestMs(swaps.stream().map(PluginSwap::teardownNs).toList());
      assertTrue(
          initializeMs <= INITIALIZE_MS,
          () ->
              "loading, initialize and validate: expected at most "
                  + INITIALIZE_MS
                  + " ms, took "
                  + initializeMs);
      assertTrue(
          teardownMs <= TEARDOWN_MS,
          () -> "teardown: expected at most " + TEARDOWN_MS + " ms, took " + teardownMs);
      engine.requireNoErrors();
    }
  }

  private static boolean isInTime(List<PluginSwap> swaps) {
    return fastestMs(swaps.stream().map(PluginSwap::prepareNs).toList()) <= INITIALIZE_MS
        && fastestMs(swaps.stream().map(PluginSwap::teardownNs).toList()) <= TEARDOWN_MS;
  }

  /** On a busy machine only the round that was disturbed least tells of the plugin. */
  private static long fastestMs(List<Long> timesNs) {
    return TimeUnit.NANOSECONDS.toMillis(Collections.min(timesNs));
  }

  @Test
  void givesEverythingBack() {
    try (EngineUnderTest engine = start()) {
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      PluginManifest manifest = install(engine);
      callAll(engine, examples().all());
      ClassLoader classes = engine.loaderOf(manifest.id()).get();
      engine.remove(manifest.id());
      engine.requireNoErrors();
      assertEquals(0, engine.counter("plugin-leaks"), "memory or threads outlived the teardown");
      String own = "plugin-" + manifest.id();
      Set<String> left =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> !before.contains(thread) && thread.isAlive())
              .filter(thread ->
                  thread.getName().startsWith(own)
                      || thread.getContextClassLoader() == classes
                      || !thread.isDaemon())
              .map(Thread::getName)
              .collect(Collectors.toSet());
      assertEquals(Set.of(), left, "threads run after the teardown");
    }
  }

  @Test
  void describesItsTools() {
    try (EngineUnderTest engine = start()) {
      PluginManifest manifest = install(engine);
      for (String tool : engine.toolsOf(manifest.id())) {
        ToolDetails details = engine.client().describeTool(tool);
        assertFalse(details.description().isBlank(), tool + " has no description");
        if (engine.takesJson(tool) && !withoutSchema().contains(tool)) {
          assertFalse(details.inputSchema().isBlank(), tool + " has no schema of its input");
        }
      }
    }
  }

  @Test
  void answersItsExamples() {
    try (EngineUnderTest engine = start()) {
      PluginManifest manifest = install(engine);
      Set<String> without = new TreeSet<>(engine.toolsOf(manifest.id()));
      without.removeAll(examples().tools());
      without.removeAll(withoutExample());
      assertEquals(Set.of(), without, "tools without an example in examples()");
      callAll(engine, examples().all());
      engine.requireNoErrors();
    }
  }

  @Test
  void refusesWhatIsNoInput() {
    try (EngineUnderTest engine = start()) {
      PluginManifest manifest = install(engine);
      for (String tool : engine.toolsOf(manifest.id())) {
        if (engine.takesJson(tool) && !withoutSchema().contains(tool)) {
          NO_ARGUMENTS.forEach(json -> refuses(engine, tool, json));
        }
      }
      engine.requireNoErrors();
    }
  }

  private static void refuses(EngineUnderTest engine, String tool, String json) {
    try {
      engine.client().callJson(tool, json);
      fail(tool + " took " + json + ", which is no object: give it a schema");
    } catch (CallException e) {
      assertNotEquals(
          Status.TOOL_FAULT, e.status(), tool + " fails with " + json + ": " + e.getMessage());
      assertFalse(e.getMessage().isBlank(), tool + " refuses " + json + " without a word");
    }
  }

  @Test
  void servesManyAtOnce() {
    try (EngineUnderTest engine = start()) {
      PluginManifest manifest = install(engine);
      List<Example> repeatable = repeatable(engine);
      try (CallingThreads threads = new CallingThreads(engine, repeatable)) {
        // More at once than the manifest allows would be refused, as it should.
        int atOnce = manifest.limits().concurrency();
        threads.callEach(atOnce == 0 ? THREADS : Math.min(THREADS, atOnce), CALLS_PER_THREAD);
      }
      engine.requireNoErrors();
    }
  }

  @Test
  void isSwappedUnderLoadWithoutAFailedCall() {
    try (EngineUnderTest engine = start()) {
      install(engine);
      List<Example> repeatable = repeatable(engine);
      try (CallingThreads threads = new CallingThreads(engine, repeatable)) {
        threads.callOn(2);
        for (int swap = 0; swap < SWAPS; swap++) {
          assertTrue(engine.swap(subject.open()).drained(), "calls outlive the switch");
          threads.awaitMoreCalls();
        }
      }
      engine.requireNoErrors();
      assertEquals(EnginePhase.READY, engine.phase());
    }
  }

  @Test
  void isCollectedWhenItIsGone() {
    try (EngineUnderTest engine = start()) {
      PluginManifest manifest = install(engine);
      callAll(engine, examples().all());
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      loaders.add(engine.loaderOf(manifest.id()));
      engine.swap(subject.open());
      loaders.add(engine.loaderOf(manifest.id()));
      engine.remove(manifest.id());
      for (int round = 0; round < 20 && !allGone(loaders); round++) {
        System.gc();
        EngineUnderTest.pause(50);
      }
      assertTrue(
          allGone(loaders),
          "its class loader is still reachable: a thread, a static field of the JDK, a shutdown"
              + " hook or a ThreadLocal holds it");
    }
  }

  private static boolean allGone(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().allMatch(loader -> loader.get() == null);
  }

  private PluginManifest install(EngineUnderTest engine) {
    PluginFile file = subject.open();
    engine.install(file);
    return file.manifest();
  }

  private static void callAll(EngineUnderTest engine, List<Example> examples) {
    for (Example example : examples) {
      engine.call(example);
    }
  }

  /** Examples of tools that say that a call may be repeated. */
  private List<Example> repeatable(EngineUnderTest engine) {
    List<Example> repeatable =
        examples().all().stream()
            .filter(example -> example.refusal() == null && engine.isRepeatable(example.tool()))
            .toList();
    assumeFalse(
        repeatable.isEmpty(), "no tool with an example is readOnly or idempotent: nothing to call");
    return repeatable;
  }
}
