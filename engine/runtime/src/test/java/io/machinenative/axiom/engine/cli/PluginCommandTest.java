package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.PluginSignature;
import io.machinenative.axiom.engine.plugin.SampleJar;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator changes the plugins of a server, and of a folder, by commands. */
class PluginCommandTest {
  private static final String MANIFEST =
      "{id: sample, version: %s, tools: [sample.version],"
          + " permissions: {files: [/srv/texts], network: true},"
          + " limits: {memory: 1MiB, threads: 2, concurrency: 4}}";

  @TempDir private Path temporary;
  private Path folder;
  private Path keys;
  private String said = "";

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("plugins"));
    keys = Files.createDirectory(temporary.resolve("keys"));
  }

  @Test
  void aServerFollowsEveryChange() {
    try (Engine engine = serve(Engine.builder().managePlugins())) {
      String at = engine.addresses().getFirst();
      String first = jar("1.0.0");
      requireOk("plugin", "install", first, "--at", at);
      assertTrue(said.startsWith("sample installed in the server: 1.0.0"), said);
      assertTrue(said.contains("not signed"), said);
      assertTrue(
          said.contains("may: read and write /srv/texts (as it says itself); open sockets"), said);
      assertTrue(said.contains("limits: memory 1048576 bytes, threads 2, calls at once 4"), said);
      assertTrue(call(at).contains("1.0.0"), said);

      requireRefused("plugin", "install", jar("1.1.0"), "--at", at);
      assertTrue(said.contains("is there already, in version 1.0.0"), said);
      requireOk("plugin", "swap", jar("1.1.0"), "--at", at);
      assertTrue(said.startsWith("sample swapped in the server: 1.0.0 to 1.1.0"), said);
      assertTrue(call(at).contains("1.1.0"), said);

      requireOk("plugin", "rollback", "sample", "--at", at);
      assertTrue(call(at).contains("1.0.0"), said);
      requireOk("plugin", "disable", "sample", "--at", at);
      assertEquals(ExitCode.FAILED, run("call", "sample.version", "--json", "{}", "--at", at));
      requireOk("plugin", "list", "--at", at);
      assertTrue(said.lines().anyMatch(line -> line.matches("sample +1.0.0 +disabled.*")), said);
      requireOk("plugin", "enable", "sample", "--at", at);
      requireOk("plugin", "show", "sample", "--at", at);
      assertTrue(said.contains("\"previous\": \"1.1.0\""), said);
      assertTrue(said.contains("\"files\": ["), said);
      assertTrue(said.contains("\"memoryBytes\": 1048576"), said);
      requireOk("plugin", "logs", "sample", "--at", at);
      assertTrue(said.contains(" INFO sample 1.0.0 is up"), said);
      requireOk("plugin", "remove", "sample", "--at", at, "--json");
      requireRefused("plugin", "show", "sample", "--at", at);
      assertEquals(List.of(), engine.errors());
    }
  }

  @Test
  void aVersionIsTriedThenPromotedOrTakenBack() {
    try (Engine engine = serve(Engine.builder().managePlugins())) {
      String at = engine.addresses().getFirst();
      requireOk("plugin", "install", jar("1.0.0"), "--at", at);
      requireOk("plugin", "swap", jar("1.1.0"), "--trial", "100%", "--at", at);
      assertTrue(said.startsWith("sample on trial in the server: 1.0.0 to 1.1.0"), said);
      assertTrue(call(at).contains("1.1.0"), said);
      requireOk("plugin", "list", "--at", at);
      assertTrue(said.lines().anyMatch(line -> line.matches("sample +1.0.0 +serving.*")), said);
      assertTrue(said.lines().anyMatch(line -> line.matches("sample +1.1.0 +trial.*")), said);
      requireRefused("plugin", "swap", jar("1.2.0"), "--trial", "0.5", "--at", at);
      assertTrue(said.contains("a trial of sample is under way already"), said);

      requireOk("plugin", "abort", "sample", "--at", at);
      assertTrue(call(at).contains("1.0.0"), said);
      requireRefused("plugin", "promote", "sample", "--at", at);

      requireOk("plugin", "swap", jar("1.2.0"), "--trial", "5%", "--sessions", "--at", at);
      requireOk("plugin", "promote", "sample", "--at", at);
      assertTrue(said.startsWith("sample promoted in the server: 1.0.0 to 1.2.0"), said);
      assertTrue(call(at).contains("1.2.0"), said);
      requireOk("plugin", "list", "--in", folder.toString());
      assertTrue(said.matches("sample +1.2.0 +enabled\\s*"), "a server that starts anew has it");
      requireOk("plugin", "rollback", "sample", "--at", at);
      assertTrue(call(at).contains("1.0.0"), said);
      assertEquals(List.of(), engine.errors());
    }
    String jar = jar("1.3.0");
    assertEquals(ExitCode.USAGE, run("plugin", "swap", jar, "--trial", "7", "--in", "x"), said);
    assertEquals(ExitCode.USAGE, run("plugin", "swap", jar, "--sessions", "--in", "x"), said);
  }

  @Test
  void whatTheServerRefusesIsUndone() {
    try (Engine engine = serve(Engine.builder().managePlugins())) {
      String at = engine.addresses().getFirst();
      requireOk("plugin", "install", jar("1.0.0"), "--at", at);
      Path broken = temporary.resolve("broken.jar");
      SampleJar.version("2.0.0", "", "throw new IllegalStateException(\"no database\");")
          .write(broken);
      requireRefused("plugin", "swap", broken.toString(), "--at", at);
      assertTrue(said.contains("no database"), said);
      assertTrue(call(at).contains("1.0.0"), said);
      requireOk("plugin", "list", "--in", folder.toString());
      assertTrue(said.matches("sample +1.0.0 +enabled\\s*"), said);
    }
  }

  @Test
  void clientsChangeNothingUnlessTheOperatorLetsThem() {
    try (Engine engine = serve(Engine.builder())) {
      String at = engine.addresses().getFirst();
      requireRefused("plugin", "install", jar("1.0.0"), "--at", at);
      assertTrue(said.contains("--manage-plugins"), said);
      requireOk("plugin", "list", "--at", at);
    }
  }

  @Test
  void whoTrustsKeysTakesOnlyWhatTheySigned() throws IOException {
    requireOk("plugin", "keygen", keys.resolve("team").toString());
    requireOk("plugin", "keygen", temporary.resolve("other").toString());
    Path jar = Path.of(jar("1.0.0"));
    try (Engine engine =
        serve(Engine.builder().managePlugins().pluginTrust(TrustedKeys.in(keys)))) {
      String at = engine.addresses().getFirst();
      requireRefused("plugin", "install", jar.toString(), "--at", at);
      assertTrue(said.contains("expected a signature"), said);

      sign(jar, temporary.resolve("other.key"));
      requireRefused("plugin", "install", jar.toString(), "--at", at);
      assertTrue(said.contains("is not one of those in"), said);

      sign(jar, keys.resolve("team.key"));
      Path signature = PluginSignature.beside(jar);
      String good = Files.readString(signature);
      int at9 = good.indexOf("ed25519 ") + 20;
      char flipped = good.charAt(at9) == 'A' ? 'B' : 'A';
      Files.writeString(signature, good.substring(0, at9) + flipped + good.substring(at9 + 1));
      requireRefused("plugin", "install", jar.toString(), "--at", at);
      assertTrue(said.contains("is not the one that key"), said);

      Files.writeString(signature, good);
      requireOk("plugin", "install", jar.toString(), "--at", at);
      assertTrue(said.contains("signed by team"), said);
      assertTrue(call(at).contains("1.0.0"), said);

      Path next = Path.of(jar("1.1.0"));
      Files.copy(signature, PluginSignature.beside(next));
      requireRefused("plugin", "swap", next.toString(), "--at", at);
      assertTrue(said.contains("of another file"), said);
    }
  }

  @Test
  void aFolderIsChangedWithoutAServer() throws IOException {
    String in = folder.toString();
    requireOk("plugin", "install", jar("1.0.0"), "--into", in);
    requireOk("plugin", "swap", jar("1.1.0"), "--in", in);
    requireOk("plugin", "rollback", "sample", "--in", in);
    requireOk("plugin", "disable", "sample", "--in", in);
    assertTrue(Files.exists(folder.resolve("sample.jar.disabled")));
    requireOk("plugin", "enable", "sample", "--in", in);
    assertTrue(Files.exists(folder.resolve("sample.jar")));
    requireRefused("plugin", "remove", "other", "--in", in);
    assertTrue(said.contains("there are [sample]"), said);
    requireOk("plugin", "remove", "sample", "--in", in);
    assertFalse(Files.exists(folder.resolve("sample.jar")));
    List<String> changes = Files.readAllLines(folder.resolve(".axiom").resolve("changes"));
    assertEquals(6, changes.size(), changes::toString);
    assertTrue(changes.getFirst().contains("\"action\":\"install\""), changes::toString);
  }

  private Engine serve(EngineBuilder builder) {
    return builder.pluginFolder(folder).listen("tcp://127.0.0.1:0").start();
  }

  private String jar(String version) {
    String says =
        "context.logger().log(System.Logger.Level.INFO, \"sample " + version + " is up\");";
    return SampleJar.version(version, "", says)
        .put(PluginManifest.PATH, MANIFEST.formatted(version))
        .write(temporary.resolve(version + ".jar"))
        .toString();
  }

  private void sign(Path jar, Path key) {
    requireOk("plugin", "sign", jar.toString(), "-k", key.toString());
  }

  private String call(String at) {
    requireOk("call", "sample.version", "--json", "{\"text\":\"\"}", "--at", at);
    return said;
  }

  private void requireOk(String... arguments) {
    assertEquals(ExitCode.OK, run(arguments), () -> said);
  }

  private void requireRefused(String... arguments) {
    assertEquals(ExitCode.FAILED, run(arguments), () -> said);
  }

  private int run(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    int code =
        Main.run(new ArrayList<>(List.of(arguments)).toArray(String[]::new), out, out, false);
    said = text.toString();
    return code;
  }
}
