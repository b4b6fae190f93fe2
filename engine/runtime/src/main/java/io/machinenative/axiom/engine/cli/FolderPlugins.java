package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.hosting.PluginAdministration.Changed;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Listed;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.PluginShelf.Item;
import io.machinenative.axiom.engine.plugin.PluginShelf.Place;
import io.machinenative.axiom.engine.plugin.PluginSignature;
import io.machinenative.axiom.engine.plugin.TrustedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The plugins in a folder, whether a server watches it or not. */
final class FolderPlugins implements ManagedPlugins {
  private final Path folder;
  private final PluginShelf shelf;

  FolderPlugins(Path folder, TrustedKeys trust) {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(ExitCode.USAGE, "--in: expected a folder, got " + folder);
    }
    this.folder = folder;
    shelf = new PluginShelf(folder, trust, InstantSource.system());
  }

  @Override
  public List<Listed> list() {
    return shelf.list().stream().map(FolderPlugins::listed).toList();
  }

  private static Listed listed(Item item) {
    return new Listed(
        item.id(),
        item.version(),
        item.description(),
        item.problem().isEmpty() ? item.enabled() ? "enabled" : "disabled" : "refused",
        item.problem(),
        List.of(),
        List.of(),
        item.permissions(),
        item.limits(),
        0,
        0,
        0,
        0,
        0,
        item.previous(),
        item.file().toString(),
        item.sha256(),
        item.signer(),
        Map.of());
  }

  @Override
  public List<String> log(String id, int lines) {
    throw new CommandFailure(
        ExitCode.USAGE, "a folder has no logs: ask the server that runs the plugins");
  }

  @Override
  public Changed install(Path jar, boolean swap) {
    Item item =
        shelf.install(jar, PluginSignature.readBeside(jar), swap ? Place.TAKEN : Place.FREE);
    return changed(item, swap ? item.previous() : "", item.version());
  }

  @Override
  public Changed trial(Path jar, double share, boolean bySession) {
    throw noTrials();
  }

  @Override
  public Changed promote(String id) {
    throw noTrials();
  }

  @Override
  public Changed abort(String id) {
    throw noTrials();
  }

  private static CommandFailure noTrials() {
    return new CommandFailure(
        ExitCode.USAGE, "a folder has no calls to share: ask the server that runs the plugins");
  }

  @Override
  public Changed enable(String id) {
    Item item = shelf.enable(id);
    return changed(item, "", item.version());
  }

  @Override
  public Changed disable(String id) {
    Item item = shelf.disable(id);
    return changed(item, item.version(), "");
  }

  @Override
  public Changed rollback(String id) {
    Item item = shelf.rollback(id);
    return changed(item, item.previous(), item.version());
  }

  @Override
  public Changed remove(String id) {
    Item item = shelf.remove(id);
    return changed(item, item.version(), "");
  }

  private static Changed changed(Item item, String from, String to) {
    return new Changed(item.id(), from, to, item.sha256(), item.signer(), item.previous());
  }

  @Override
  public String where() {
    return folder.toString();
  }

  @Override
  public void close() {}
}
