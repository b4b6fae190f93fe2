package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a plugin does, the one before serves on, and somebody is told what is wrong. */
class HostilePluginsTest {
  private static final SampleJar GOOD = SampleJar.version("1.0.0");

  @TempDir private Path folder;
  private HostRig rig;

  @BeforeEach
  void serveOne() {
    rig = new HostRig(folder);
    rig.done(rig.host.install(rig.file(GOOD)));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @BeforeEach
  void beginLoops() {
    System.clearProperty("hostile-over");
  }

  /** What ignores its interruption would burn a core for the rest of the tests. */
  @AfterEach
  void endLoops() {
    System.setProperty("hostile-over", "");
  }

  private void requireServed(String version) {
    assertEquals(version, rig.catalogue.routes().byName(0).label().version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw new Error(\"no\");                                   | initialize failed:"
            + " java.lang.Error: no",
        "while (System.getProperty(\"hostile-over\") == null) Thread.onSpinWait(); | initialize is"
            + " abandoned",
        "new java.util.concurrent.CountDownLatch(1).await();        | initialize is abandoned",
        "synchronized (this) { while (true) { try { wait(); } catch (InterruptedException e) {} } }"
            + " | initialize is abandoned",
        "context.threads().newThread(() -> {});                     | limits: {threads: 1}",
        "context.memory().allocate(1L << 40, 8);                    | limits: {memory: ...}",
        "throw new StackOverflowError();                            | StackOverflowError",
        "Class.forName(\"sample.Gone\");                            | ClassNotFoundException:"
            + " sample.Gone"
      })
  void aPluginThatMisbehavesAtItsStartNeverServes(String code, String expected) {
    String why = rig.refused(rig.host.swap(rig.file(SampleJar.version("2.0.0", "", code))));
    assertTrue(why.contains(expected), why);
    requireServed("1.0.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.exit(1);                                  | processes | java.lang.System.exit",
        "Runtime.getRuntime().halt(1);                    | processes | java.lang.Runtime.halt",
        "new ProcessBuilder(\"ls\").start();              | processes | java.lang.ProcessBuilder",
        "System.loadLibrary(\"c\");                       | natives   |"
            + " java.lang.System.loadLibrary",
        "java.lang.foreign.Linker.nativeLinker();         | natives   | java.lang.foreign.Linker",
        "Class.forName(\"java.lang.System\").getMethod(\"exit\", int.class).invoke(null, 1); |"
            + " processes | java.lang.System.exit by its name",
        "System.class.getMethod(\"exit\", int.class).invoke(null, 1); | processes |"
            + " java.lang.System.exit by its name",
        "new java.net.Socket(\"localhost\", 1).close();   | network   | java.net.Socket",
      })
  void codeThatIsNotPermittedIsRefusedBeforeAnyOfItRuns(
      String code, String permission, String used) {
    SampleJar jar = SampleJar.version("2.0.0", "", "if (id().isEmpty()) { " + code + " }");
    PluginException thrown = assertThrows(PluginException.class, () -> rig.file(jar));
    assertTrue(
        thrown.getMessage().contains("sample.SamplePlugin uses " + used), thrown::getMessage);
    assertTrue(
        thrown.getMessage().contains("say permissions: {" + permission + ": true}"),
        thrown::getMessage);
    rig.done(
        rig.host.swap(
            rig.file(
                jar.put(
                    PluginManifest.PATH,
                    "{id: sample, version: 2.0.0, tools: [sample.version], permissions: {"
                        + permission
                        + ": true}}"))));
    requireServed("2.0.0");
  }

  @Test
  void nativeMethodsArePermittedOrRefused() {
    SampleJar jar = SampleJar.version("2.0.0", "native int secret();", "");
    assertTrue(
        assertThrows(PluginException.class, () -> rig.file(jar))
            .getMessage()
            .contains("sample.SamplePlugin has native methods"));
  }

  @Test
  void whatIsLeftAtTheTeardownIsTakenBackAndRecorded() {
    String leaks =
        "context.memory().openArena().allocate(1000, 8);"
            + "context.threads().newThread(() -> { try { Thread.sleep(1000000); }"
            + " catch (InterruptedException e) { } }).start();";
    rig.done(
        rig.host.swap(
            rig.file(
                SampleJar.version("2.0.0", "", leaks)
                    .put(
                        PluginManifest.PATH,
                        "{id: sample, version: 2.0.0, tools: [sample.version],"
                            + " limits: {threads: 1}}"))));
    assertEquals(1000, rig.host.list().getFirst().memoryBytes());
    assertEquals(1, rig.host.list().getFirst().threads());
    rig.done(rig.host.swap(rig.file(SampleJar.version("3.0.0"))));
    assertEquals(1, rig.errors.size());
    assertEquals(
        "plugin sample 2.0.0: its teardown left 1000 bytes of memory and the threads"
            + " [plugin-sample-2.0.0-1]",
        rig.errors.peek().getMessage());
  }

  @Test
  void aThreadThatWasNotAskedForIsFoundAndInterrupted() {
    String leaks =
        "Thread stray = new Thread(() -> { try { Thread.sleep(1000000); }"
            + " catch (InterruptedException e) { System.setProperty(\"stray-over\", \"\"); } },"
            + " \"stray\"); stray.setDaemon(true); stray.start();";
    System.clearProperty("stray-over");
    rig.done(rig.host.swap(rig.file(SampleJar.version("2.0.0", "", leaks))));
    rig.done(rig.host.swap(rig.file(SampleJar.version("3.0.0"))));
    assertEquals(
        "plugin sample 2.0.0: its teardown left 0 bytes of memory and the threads [stray]",
        rig.errors.peek().getMessage());
    rig.until("its end", () -> System.getProperty("stray-over") != null);
  }

  @Test
  void classesThatStayAreReportedUntilTheyGo() {
    String leaks = "System.getProperties().put(\"leaked-plugin\", this);";
    rig.done(rig.host.swap(rig.file(SampleJar.version("2.7.0", "", leaks))));
    rig.done(rig.host.swap(rig.file(SampleJar.version("3.0.0"))));
    assertEquals(List.of(), rig.host.complaints());
    try {
      rig.host.lookForClasses();
      rig.until("they are reported", () -> afterCollection(1));
      String complaint = rig.host.complaints().getFirst();
      assertTrue(
          complaint.matches(
              "plugin sample 2.7.0: its classes are still there \\d+.\\d minutes after its"
                  + " teardown: something that outlives it refers to them"),
          complaint);
      assertEquals(1, rig.errors.size(), "the version before it has gone");
    } finally {
      System.getProperties().remove("leaked-plugin");
    }
    rig.until("they are gone", () -> afterCollection(0));
  }

  private boolean afterCollection(int complaints) {
    System.gc();
    rig.host.lookForClasses();
    return rig.host.complaints().size() == complaints;
  }

  @Test
  void aTeardownThatLoopsIsAbandoned() {
    String loops =
        "public void teardown() {"
            + " while (System.getProperty(\"hostile-over\") == null) Thread.onSpinWait(); }";
    rig.done(rig.host.swap(rig.file(SampleJar.version("2.0.0", loops, ""))));
    assertEquals("2.0.0", rig.done(rig.host.swap(rig.file(SampleJar.version("3.0.0")))).from());
    requireServed("3.0.0");
    assertEquals(
        "plugin sample 2.0.0: teardown is abandoned: expected its end within 20 ms, not there"
            + " after 400 ms",
        rig.errors.peek().getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{id: sample, version: 9.0.0, tools: [sample.version]} | expected sample 9.0.0 as its"
            + " manifest says",
        "{id: sample, version: 2.0.0, tools: [a, b]}           | expected the tools [a, b]",
        "{id: sample, version: 2.0.0, tools: [sample.version], dependencies: [{id: sample}]} | in a"
            + " circle: sample 2.0.0 → sample 2.0.0",
        "{id: sample, version: 2.0.0, tools: [sample.version], dependencies: [{id: other}]} | needs"
            + " plugin other *, which is not there",
        "{id: sample, version: 2.0.0, tools: [sample.version], engine: '>=7'} | needs an engine >=7"
      })
  void aManifestThatLiesOrAsksForTheImpossibleIsRefused(String manifest, String expected) {
    SampleJar jar = SampleJar.version("2.0.0").put(PluginManifest.PATH, manifest);
    String why = rig.refused(rig.host.swap(rig.file(jar)));
    assertTrue(why.contains(expected), why);
    requireServed("1.0.0");
  }

  @Test
  void aClassThatIsMissingFailsTheMomentThatNeedsIt() {
    SampleJar jar = SampleJar.version("2.0.0", "", "").without("sample/Secret.class");
    rig.done(rig.host.swap(rig.file(jar))); // nothing asks for it before a call does
    requireServed("2.0.0");
    SampleJar early =
        SampleJar.version("3.0.0", "", "Secret.VALUE.length();").without("sample/Secret.class");
    String why = rig.refused(rig.host.swap(rig.file(early)));
    assertTrue(why.contains("NoClassDefFoundError: sample/Secret"), why);
    requireServed("2.0.0");
  }

  @Test
  void aJarThatIsReplacedOnDiskServesOnAsItWas() throws IOException {
    Path jar = SampleJar.version("2.0.0", "", "").write(folder.resolve("replaced.jar"));
    rig.done(rig.host.swap(PluginFile.open(jar, rig.copies())));
    Files.write(jar, new byte[100]);
    rig.done(rig.host.swap(rig.file(SampleJar.version("3.0.0"))));
    assertEquals("2.0.0", rig.done(rig.host.rollback("sample")).to());
    requireServed("2.0.0");
  }
}
