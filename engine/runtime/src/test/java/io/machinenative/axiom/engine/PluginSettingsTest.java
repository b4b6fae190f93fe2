package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.plugin.LoadedPlugin;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginFile;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings and classes that change in the folder of plugins are in force without a restart. */
class PluginSettingsTest {
  private static final String MANIFEST =
      """
      id: told
      version: 1.0.0
      tools: [told.say]
      configuration:
        schema:
          type: object
          additionalProperties: false
          properties: {word: {type: string}, fresh: {type: boolean}, crash: {type: boolean}}
        defaults: {word: nothing}
      """;

  /** Says its word and how often it was started; takes another word while it serves. */
  private static final String SOURCE =
      """
      package told;

      import io.machinenative.axiom.api.*;
      import io.machinenative.axiom.codec.ContentType;
      import java.util.List;

      public final class ToldPlugin implements Plugin {
        private volatile String word;
        private int starts;
        public String id() { return "told"; }
        public String version() { return "1.0.0"; }
        public void initialize(PluginContext context) throws Exception {
          java.nio.file.Path file = context.dataFolder().resolve("starts");
          starts = java.nio.file.Files.exists(file)
              ? Integer.parseInt(java.nio.file.Files.readString(file)) + 1 : 1;
          java.nio.file.Files.writeString(file, "" + starts);
          word = (String) context.configuration().values().get("word");
        }
        public boolean reconfigure(PluginConfiguration next) {
          word = (String) next.values().get("word");
          if (next.values().containsKey("crash")) { throw new IllegalStateException("no " + word); }
          return !next.values().containsKey("fresh");
        }
        public List<Tool> tools() {
          return List.of(Tool.named("told.say").raw(ContentType.BINARY, call -> {
            byte[] bytes = (word + " " + starts).getBytes();
            call.reply(ContentType.BINARY, bytes.length).putBytes(call.replyOffset(), bytes);
          }).build());
        }
      }
      """;

  @TempDir private Path folder;
  private Path plugins;
  private Engine engine;
  private AxiomClient client;

  @BeforeEach
  void start() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    told(SOURCE).write(plugins.resolve("told.jar"));
    engine =
        Engine.builder()
            .mount(Mount.SHARED)
            .listen("inproc:settings")
            .dataDirectory(folder.resolve("data"))
            .pluginFolder(plugins)
            .start();
    client = AxiomClient.builder().inproc(engine.inproc()).connect();
  }

  @AfterEach
  void stop() {
    client.close();
    engine.close();
  }

  private static SampleJar told(String source) {
    return SampleJar.plugin(MANIFEST, "told.ToldPlugin", List.of(source));
  }

  private String say() {
    return new String(
        client.call("told.say", ContentType.BINARY, new byte[1], Caller.patiently()).bytes(),
        StandardCharsets.UTF_8);
  }

  private List<PluginInfo> served(String id) {
    return engine.plugins().list().stream().filter(p -> p.id().equals(id)).toList();
  }

  private void settings(String name, String yaml) throws IOException {
    Files.writeString(plugins.resolve(name), yaml);
    look();
  }

  /** Now, and not at the next of the server's own looks. */
  private void look() {
    Await.get(engine.plugins().rescan());
  }

  private void awaitSaid(String what) {
    Await.until(what, () -> say().equals(what));
  }

  @Test
  void changedSettingsAreTakenAllOrNone() throws IOException {
    assertEquals("nothing 1", say());
    settings("told.yaml", "configuration: {word: one}");
    awaitSaid("one 1");
    settings("told.development.yaml", "configuration: {word: two}");
    awaitSaid("two 1");
    settings("told.development.yaml", "configuration: {word: three, fresh: true}");
    awaitSaid("three 2");
    assertEquals(List.of(), engine.errors());

    settings("told.development.yaml", "configuration: {word: 4}");
    Await.until("the schema refuses it", () -> engine.errors().size() == 1);
    assertTrue(engine.errors().getFirst().stack().contains("/word"));
    assertEquals("three 2", say());
    settings("told.development.yaml", "configuration: {word: four, crash: true}");
    Await.until("the plugin refuses it", () -> engine.errors().size() == 2);
    assertEquals("three 2", say(), "told of the former ones again");
    Files.delete(plugins.resolve("told.development.yaml"));
    look();
    awaitSaid("one 2");
  }

  @Test
  void aPluginWhoseSettingsAreMendedIsTriedAgain() throws IOException {
    Path jar = plugins.resolve("told.jar");
    Path away = folder.resolve("away.jar");
    Files.move(jar, away);
    look();
    Await.until("no tool is left", () -> served("told").isEmpty());
    settings("told.yaml", "configuration: {word: 1}");
    Files.move(away, jar);
    look();
    Await.until("it is refused", () -> engine.errors().size() == 1);
    assertEquals(List.of(), served("told"));
    settings("told.yaml", "configuration: {word: mended}");
    Await.until("it serves", () -> !served("told").isEmpty());
    assertTrue(say().startsWith("mended"), this::say);
  }

  @Test
  void aFolderOfClassesIsAPluginToo() throws IOException {
    Files.delete(plugins.resolve("told.jar"));
    look();
    Await.until("no tool is left", () -> served("told").isEmpty());
    Path classes = Files.createDirectory(folder.resolve("classes"));
    told(SOURCE).unpack(classes);
    Files.createSymbolicLink(plugins.resolve("told"), classes);
    look();
    Await.until("the folder is served", () -> served("told").size() == 1);
    assertEquals("nothing 2", say());
    told(SOURCE.replace("word + \" \"", "\"changed \"")).unpack(classes);
    look();
    awaitSaid("changed 3");
    IoUtil.delete(classes.toFile(), false);
    Files.delete(plugins.resolve("told"));
    look();
    Await.until("it is gone", () -> served("told").isEmpty());
  }

  @Test
  void itsOwnNettyIsNotTheEngines() throws Exception {
    List<Path> netty =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.matches(".*netty-(common|buffer)-[^/]*\\.jar"))
            .map(Path::of)
            .toList();
    assertEquals(2, netty.size(), "Netty's jars on the class path");
    String use =
        "io.netty.buffer.ByteBuf buffer = io.netty.buffer.Unpooled.buffer(8);"
            + " buffer.writeInt(1); buffer.release();";
    SampleJar jar = SampleJar.version("2.0.0", "", use);
    netty.forEach(jar::pack);
    Path copies = Files.createDirectory(folder.resolve("copies"));
    Path written = jar.write(folder.resolve("netty.jar"));
    assertTrue(
        assertThrows(PluginException.class, () -> PluginFile.open(written, copies))
            .getMessage()
            .contains("say permissions: {natives: true}"));
    jar.put(
        PluginManifest.PATH,
        "{id: sample, version: 2.0.0, tools: [sample.version],"
            + " permissions: {network: true, natives: true, processes: true}}");
    Path permitted = jar.write(folder.resolve("permitted.jar"));
    try (PluginFile file = PluginFile.open(permitted, copies);
        LoadedPlugin loaded = new LoadedPlugin(file, List.of())) {
      Class<?> theirs = loaded.classes().loadClass("io.netty.buffer.ByteBuf");
      assertNotSame(Class.forName("io.netty.buffer.ByteBuf"), theirs);
    }
    engine.plugins().install(PluginFile.open(permitted, copies)).join();
    assertEquals(1, served("sample").size());
  }
}
