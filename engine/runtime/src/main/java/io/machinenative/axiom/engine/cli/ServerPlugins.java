package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Changed;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Jar;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Listed;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Log;
import io.machinenative.axiom.engine.hosting.PluginAdministration.LogOf;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Named;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Nothing;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Plugins;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Trial;
import io.machinenative.axiom.engine.plugin.PluginSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The plugins of a server, through its tools. */
final class ServerPlugins implements ManagedPlugins {
  /** A swap waits for the calls of the old version, as long as plugin.drain says. */
  private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(10);

  private final ServerOptions.Connection connection;

  ServerPlugins(ServerOptions.Connection connection) {
    this.connection = connection;
  }

  @Override
  public List<Listed> list() {
    return call("plugins.list", new Nothing(), Plugins.class).plugins();
  }

  @Override
  public List<String> log(String id, int lines) {
    return call("plugins.logs", new LogOf(id, lines), Log.class).entries();
  }

  @Override
  public Changed install(Path jar, boolean swap) {
    return call("plugins.install", new Jar(bytes(jar), signature(jar), swap), Changed.class);
  }

  @Override
  public Changed trial(Path jar, double share, boolean bySession) {
    Trial trial = new Trial(bytes(jar), signature(jar), share, bySession);
    return call("plugins.trial", trial, Changed.class);
  }

  private static String signature(Path jar) {
    return PluginSignature.readBeside(jar).map(PluginSignature::text).orElse("");
  }

  private static Bytes bytes(Path jar) {
    try {
      return Bytes.of(Files.readAllBytes(jar));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, jar + " cannot be read: " + e);
    }
  }

  @Override
  public Changed promote(String id) {
    return call("plugins.promote", new Named(id), Changed.class);
  }

  @Override
  public Changed abort(String id) {
    return call("plugins.abort", new Named(id), Changed.class);
  }

  @Override
  public Changed enable(String id) {
    return call("plugins.enable", new Named(id), Changed.class);
  }

  @Override
  public Changed disable(String id) {
    return call("plugins.disable", new Named(id), Changed.class);
  }

  @Override
  public Changed rollback(String id) {
    return call("plugins.rollback", new Named(id), Changed.class);
  }

  @Override
  public Changed remove(String id) {
    return call("plugins.remove", new Named(id), Changed.class);
  }

  private <O extends Record> O call(String tool, Record input, Class<O> output) {
    try {
      return connection
          .client()
          .call(tool, input, output, new CallOptions().deadlineNs(PATIENCE_NS));
    } catch (CallException e) {
      if (e.status() == Status.UNKNOWN_TOOL) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the server has no tool "
                + tool
                + ": it was started without a folder of plugins (serve --plugins DIR), or does not"
                + " let clients change plugins (serve --manage-plugins)");
      }
      throw e;
    }
  }

  @Override
  public String where() {
    return "the server";
  }

  @Override
  public void close() {
    connection.close();
  }
}
