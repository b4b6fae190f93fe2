package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.ObjectStorage;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Delivers the tools and operations of backup. Its moments run one at a time, these anywhere. */
public final class BackupPlugin implements Plugin {
  private BackupResources resources;

  /** The manifest, for engines that are given the plugin as an object. */
  public static String manifest() {
    try (InputStream in = BackupPlugin.class.getResourceAsStream("plugin.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return "backup";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) throws IOException {
    BackupConfig config = context.configuration().as(BackupConfig.class);
    int workers =
        config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads();
    Surroundings surroundings =
        new Surroundings(
            new SecureRandom(),
            context.clock()::millis,
            context.nanoClock()::nanoTime,
            context.threads(),
            workers,
            context.memory()::openArena,
            host(),
            ProcessHandle.current().pid());
    resources =
        new BackupResources(
            roots(config, context),
            surroundings,
            () -> context.secret(config.secret()),
            context.optionalService(ObjectStorage.class));
  }

  private static FileRoots roots(BackupConfig config, PluginContext context) throws IOException {
    if (!config.roots().isEmpty()) {
      return new FileRoots(config.roots().stream().map(Path::of).toList());
    }
    return new FileRoots(List.of(Files.createDirectories(context.dataFolder().resolve("files"))));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine whose name no resolver knows: its name is all that is asked for.
      return e.getMessage().replaceFirst(":.*", "");
    }
  }

  @Override
  public List<Operation> operations() {
    return BackupOperations.all(resources);
  }

  @Override
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(RepositoryTools.all(resources));
    tools.add(CreateTool.tool(resources));
    tools.add(RestoreTool.tool(resources));
    tools.addAll(CareTools.all(resources));
    return tools;
  }
}
