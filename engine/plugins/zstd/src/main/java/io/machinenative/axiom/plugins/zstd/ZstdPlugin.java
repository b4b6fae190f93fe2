package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.plugins.files.FileRoots;
import io.machinenative.axiom.plugins.files.NativeCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Delivers the tools and operations of zstd. Its moments run one at a time, its tools anywhere. */
public final class ZstdPlugin implements Plugin {
  private static final int THREADS_MAX_DEFAULT = 8;

  private ZstdResources resources;
  private NativeCheck check;

  /** The manifest, for engines that are given the plugin as an object. */
  public static String manifest() {
    try (InputStream in = ZstdPlugin.class.getResourceAsStream("plugin.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return "zstd";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) throws IOException {
    ZstdConfig config = context.configuration().as(ZstdConfig.class);
    resources =
        new ZstdResources(
            roots(config.roots(), context),
            context.memory()::openArena,
            context.threads(),
            threads(config.threads()),
            context.nanoClock(),
            new LevelRules(config.level(), config.textLevel()),
            config.chunkBytes(),
            config.maxBytes());
    check = new NativeCheck(context.threads(), RoundTrip::check);
  }

  private static FileRoots roots(List<String> named, PluginContext context) throws IOException {
    if (!named.isEmpty()) {
      return new FileRoots(named.stream().map(Path::of).toList());
    }
    return new FileRoots(List.of(Files.createDirectories(context.dataFolder().resolve("files"))));
  }

  private static int threads(int configured) {
    return configured == 0
        ? Math.min(THREADS_MAX_DEFAULT, Runtime.getRuntime().availableProcessors())
        : configured;
  }

  @Override
  public List<Tool> tools() {
    return tools(resources);
  }

  static List<Tool> tools(ZstdResources resources) {
    return List.of(
        CompressTool.tool(resources),
        DecompressTool.tool(resources),
        VerifyTool.tool(resources),
        EstimateTool.tool(resources),
        TrainTool.tool(resources),
        CompressBytesTool.tool(resources),
        DecompressBytesTool.tool(resources));
  }

  @Override
  public List<Operation> operations() {
    return ZstdOperations.all(resources);
  }

  @Override
  public void validate() throws Exception {
    check.require();
  }

  @Override
  public void teardown() throws InterruptedException {
    if (check != null) {
      check.close();
    }
  }
}
