package io.machinenative.axiom.engine.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.plugin.DescribedPlugin;
import io.machinenative.axiom.engine.plugin.PluginManifest;
import io.machinenative.axiom.engine.plugin.SampleJar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin uses the types and services of another, and follows when that changes. */
class LinkedPluginsTest {
  private static final String WORDS =
      """
      package words.api;

      public interface Words {
        String hello();
      }
      """;

  private static final String LENDER =
      """
      package words;

      import io.machinenative.axiom.api.*;
      import java.util.List;

      public final class WordsPlugin implements Plugin {
        public String id() { return "words"; }
        public String version() { return "%1$s"; }
        public void initialize(PluginContext context) {
          context.export(words.api.Words.class, () -> "hello %1$s");
        }
        public List<Tool> tools() { return List.of(); }
      }
      """;

  private static final String GREETER =
      """
      package greet;

      import io.machinenative.axiom.api.*;
      import java.util.List;
      import words.api.Words;

      public final class GreeterPlugin implements Plugin {
        private Words words;
        public String id() { return "greeter"; }
        public String version() { return "1.0.0"; }
        public void initialize(PluginContext context) { words = context.service(Words.class); }
        public List<Tool> tools() {
          return List.of(
              Tool.named("greet." + words.hello().replace(' ', '-'))
                  .raw(io.machinenative.axiom.codec.ContentType.BINARY, call -> {})
                  .build());
        }
      }
      """;

  @TempDir private Path folder;
  private HostRig rig;

  @BeforeEach
  void open() {
    rig = new HostRig(folder, PluginBudgets.DEFAULTS, SettingsSource.NONE);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static SampleJar words(String version) {
    return SampleJar.plugin(
        "{id: words, version: %s, tools: [], exports: [words.api.Words]}".formatted(version),
        "words.WordsPlugin",
        List.of(WORDS, LENDER.formatted(version)));
  }

  /** Its tool is named after what the service says, so that one sees whom it is linked to. */
  private SampleJar greeter(String said, String range) {
    Path library = rig.write(words("1.0.0"));
    return SampleJar.plugin(
            """
            id: greeter
            version: 1.0.0
            tools: [greet.%s]
            requires: [words.api.Words]
            dependencies: [{id: words, range: '%s'}]
            """
                .formatted(said, range),
            "greet.GreeterPlugin",
            List.of(GREETER),
            library)
        // It brings the type too: the lender's counts, or the service would not fit it.
        .pack(library)
        .without("words/WordsPlugin.class");
  }

  private List<String> tools() {
    return rig.host.list().stream().flatMap(plugin -> plugin.tools().stream()).toList();
  }

  @Test
  void usesTheServiceAndFollowsASwapInOneEpoch() {
    rig.done(rig.host.install(rig.file(words("1.0.0"))));
    rig.done(rig.host.install(rig.file(greeter("hello-1.0.0", "^1"))));
    assertEquals(List.of("greet.hello-1.0.0"), tools());
    rig.steps.clear();
    // The greeter of this file delivers another tool once the words change: it cannot follow.
    String why = rig.refused(rig.host.swap(rig.file(words("1.1.0"))));
    assertTrue(why.contains("expected the tools [greet.hello-1.0.0]"), why);
    assertEquals(List.of("greet.hello-1.0.0"), tools(), "all or nothing");
    assertTrue(rig.steps.contains("words 1.1.0 FAILED"), rig.steps::toString);
    assertEquals(1, rig.catalogue.routes().epoch());
  }

  @Test
  void followsWhatItIsLinkedTo() {
    String any = GREETER.replace("words.hello().replace(' ', '-')", "\"any\"");
    Path library = rig.write(words("1.0.0"));
    SampleJar greeter =
        SampleJar.plugin(
            "{id: greeter, version: 1.0.0, tools: [greet.any], requires: [words.api.Words],"
                + " dependencies: [{id: words, range: '^1'}]}",
            "greet.GreeterPlugin",
            List.of(any),
            library);
    assertTrue(
        rig.refused(rig.host.install(rig.file(greeter)))
            .endsWith("plugin greeter 1.0.0 needs plugin words ^1, which is not there"));
    rig.done(rig.host.install(rig.file(words("1.0.0"))));
    rig.done(rig.host.install(rig.file(greeter)));
    rig.steps.clear();
    PluginSwap swap = rig.done(rig.host.swap(rig.file(words("1.1.0"))));
    assertEquals(List.of("greeter"), swap.followers());
    assertEquals(
        List.of(
            "words 1.1.0 PREPARING",
            "words 1.1.0 READY",
            "greeter 1.0.0 PREPARING",
            "greeter 1.0.0 READY",
            "words 1.1.0 SERVING",
            "greeter 1.0.0 SERVING",
            "words 1.0.0 DRAINING",
            "greeter 1.0.0 DRAINING",
            "greeter 1.0.0 STOPPED",
            "words 1.0.0 STOPPED"),
        rig.steps);
    assertEquals(
        "plugin greeter 1.0.0 needs plugin words ^1, it is 2.0.0",
        rig.refused(rig.host.swap(rig.file(words("2.0.0")))));
    assertEquals(
        "plugin greeter 1.0.0 needs plugin words ^1, which is not there",
        rig.refused(rig.host.remove("words")));
    PluginSwap back = rig.done(rig.host.rollback("words"));
    assertEquals("1.1.0 1.0.0 [greeter]", back.from() + " " + back.to() + " " + back.followers());
    rig.done(rig.host.remove("greeter"));
    rig.done(rig.host.remove("words"));
    assertEquals(List.of(), List.copyOf(rig.errors));
  }

  @Test
  void doesNotChangeWhatAnObjectHolds() {
    rig.done(rig.host.install(rig.file(words("1.0.0"))));
    PluginManifest manifest =
        PluginManifest.parse(
            "{id: object, version: 1.0.0, tools: [object.tool], dependencies: [{id: words}]}",
            "test");
    rig.done(rig.host.install(new DescribedPlugin(new ObjectPlugin(), manifest)));
    assertEquals(
        "plugin words cannot be changed: plugin object 1.0.0, which depends on it, was given as an"
            + " object and cannot be started anew",
        rig.refused(rig.host.swap(rig.file(words("1.1.0")))));
    assertEquals(
        "plugin object 1.0.0: expected a version that served before and was a file, there is none",
        rig.refused(rig.host.rollback("object")));
  }

  private static final class ObjectPlugin implements Plugin {
    @Override
    public String id() {
      return "object";
    }

    @Override
    public String version() {
      return "1.0.0";
    }

    @Override
    public List<Tool> tools() {
      return List.of(Tool.named("object.tool").raw(ContentType.BINARY, call -> {}).build());
    }
  }
}
