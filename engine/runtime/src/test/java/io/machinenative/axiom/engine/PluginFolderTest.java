package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.counters.ErrorRecorder;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator drops jars into a folder and takes them out: callers see versions, no failure. */
class PluginFolderTest {
  /** Leaves a weak reference to the plugin's class loader where the test finds it. */
  private static final String LEAVE_TRACE =
      "System.getProperties().put(\"sample-\" + version(),"
          + " new java.lang.ref.WeakReference<>(getClass().getClassLoader()));";

  @TempDir private Path folder;
  private Path jars;
  private Path data;
  private Engine engine;
  private AxiomClient client;

  @BeforeEach
  void start() throws IOException {
    jars = Files.createDirectory(folder.resolve("jars"));
    data = folder.resolve("data");
    drop("1.0.0");
    serve();
  }

  private void serve() {
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:folder")
            .dataDirectory(data)
            .pluginFolder(jars)
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).retry(RetryPolicy.none()).connect();
  }

  @AfterEach
  void stop() {
    client.close();
    engine.close();
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("sample-"));
  }

  private void drop(String version) throws IOException {
    Path ready = SampleJar.version(version, "", LEAVE_TRACE).write(newJar());
    Files.move(ready, jars.resolve("sample.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path newJar() {
    return folder.resolve("new.jar");
  }

  /** Now, and not at the next of the server's own looks. */
  private void look() {
    Await.get(engine.plugins().rescan());
  }

  private String version() {
    byte[] reply =
        client
            .call(
                "sample.version",
                ContentType.JSON,
                "{\"text\":\"\"}".getBytes(StandardCharsets.UTF_8),
                Caller.patiently())
            .bytes();
    return new String(reply, StandardCharsets.UTF_8).replaceAll("[^0-9.]", "");
  }

  @Test
  void swapsAChangedJarAndLetsTheOldClassesGo() throws IOException {
    assertEquals("1.0.0", version());
    WeakReference<?> first = (WeakReference<?>) System.getProperties().get("sample-1.0.0");
    assertTrue(first.get() instanceof ClassLoader);
    drop("2.0.0");
    Await.until("version 2", () -> version().equals("2.0.0"));
    Await.until("the change is over", () -> served().getFirst().previous().equals("1.0.0"));
    Await.until(
        "the old version's classes are collected",
        () -> {
          System.gc();
          return first.get() == null;
        });
    assertEquals(2, copies().size(), "the one that serves, and the one to go back to");
    assertEquals(List.of(), engine.errors());
  }

  @Test
  void aBadJarIsRecordedOnceAndChangesNothing() throws IOException {
    Files.writeString(folder.resolve("bad"), "no jar");
    Files.move(
        folder.resolve("bad"), jars.resolve("sample.jar"), StandardCopyOption.REPLACE_EXISTING);
    look();
    Await.until("the jar was tried", () -> !engine.errors().isEmpty());
    assertEquals("1.0.0", version());
    ErrorRecorder.Entry entry = engine.errors().getFirst();
    assertTrue(entry.stack().contains("sample.jar is not a readable jar"), entry.stack());
    drop("1.1.0");
    look();
    Await.until("a good one is taken again", () -> version().equals("1.1.0"));
    assertEquals(1, engine.errors().size());
    assertEquals(1, entry.count());
  }

  @Test
  void thePluginOfAJarThatIsGoneIsRemoved() throws IOException {
    Files.delete(jars.resolve("sample.jar"));
    look();
    Await.until("no tool is left", () -> served().isEmpty());
    assertEquals(Status.UNKNOWN_TOOL, assertThrows(CallException.class, this::version).status());
    drop("3.0.0");
    look();
    Await.until("it came back", () -> served().size() == 1);
    assertEquals("3.0.0", version());
  }

  @Test
  void copiesOfAKilledEngineAreRemovedAndOursGoWithTheEngine() throws IOException {
    assertEquals(1, copies().size());
    stop();
    assertEquals(List.of(), copies());
    Path left = data.resolve("plugin-copies");
    Files.writeString(left.resolve("incoming-1.jar"), "of a client");
    Path classes = Files.createDirectories(left.resolve("plugin-left/META-INF"));
    Files.writeString(classes.resolve("axiom-plugin.yaml"), "of a folder");
    serve();
    assertEquals(1, copies().size());
    assertEquals(1, served().size());
  }

  @Test
  void aVersionThatFailsIsNotLoadedAgainByTheNextServer() throws IOException {
    Files.writeString(
        jars.resolve("sample.yaml"), "rollback: {error-rate: 0.5, calls: 3, within: 10m}");
    Path broken = SampleJar.version("2.0.0").without("sample/Secret.class").write(newJar());
    Files.move(broken, jars.resolve("sample.jar"), StandardCopyOption.ATOMIC_MOVE);
    Await.until(
        "version 2 fails, and goes",
        () -> {
          try {
            return version().equals("1.0.0") && lies("1.0.0", "2.0.0");
          } catch (CallException e) {
            assertEquals(Status.TOOL_FAULT, e.status());
            return false;
          }
        });
    stop();
    serve();
    assertEquals("1.0.0", version());
    assertEquals(List.of(), engine.errors());
  }

  @Test
  void aRollBackOutlivesTheServer() throws IOException {
    drop("2.0.0");
    look();
    assertEquals("2.0.0", version());
    Await.get(engine.plugins().rollback("sample"));
    assertTrue(lies("1.0.0", "2.0.0"));
    look();
    assertEquals("2.0.0", served().getFirst().previous(), "the file that went back is no news");
    stop();
    serve();
    assertEquals("1.0.0", version());

    Path beside = SampleJar.version("3.0.0").write(newJar());
    Files.move(beside, jars.resolve("sample-3.jar"), StandardCopyOption.ATOMIC_MOVE);
    look();
    assertEquals("3.0.0", version());
    Await.get(engine.plugins().rollback("sample"));
    assertTrue(Files.exists(jars.resolve("sample-3.jar.disabled")));
    look();
    assertEquals("1.0.0", version());
    assertEquals(List.of(), engine.errors());
  }

  /** Whether the folder holds a version, and another one to roll back to. */
  private boolean lies(String version, String previous) {
    return version.equals(versionIn(jars.resolve("sample.jar")))
        && previous.equals(versionIn(jars.resolve(".axiom/previous/sample.jar")));
  }

  /** Looks as somebody who owns no part of the folder. */
  private String versionIn(Path jar) {
    try (PluginFile file = PluginFile.open(jar, folder)) {
      return file.manifest().version();
    } catch (PluginException e) {
      return ""; // it is not there yet
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void refusesWhatIsNoFolder() {
    EngineBuilder builder =
        Engine.builder().mount(Mount.SHARED).listen("inproc:x").pluginFolder(jars.resolve("none"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, builder::start)
            .getMessage()
            .startsWith("plugins: expected a folder, got "));
  }

  /** Of the folder: without the parts of the server itself. */
  private List<PluginInfo> served() {
    return engine.plugins().list().stream().filter(p -> p.id().equals("sample")).toList();
  }

  private List<Path> copies() {
    try (Stream<Path> files = Files.list(data.resolve("plugin-copies"))) {
      return files.toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
