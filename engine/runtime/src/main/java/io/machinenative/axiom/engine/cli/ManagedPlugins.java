package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.hosting.PluginAdministration.Changed;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Listed;
import java.nio.file.Path;
import java.util.List;

/** Plugins that a command shows and changes: those of a server, or those in a folder. */
sealed interface ManagedPlugins extends AutoCloseable permits ServerPlugins, FolderPlugins {
  /** What there is. */
  List<Listed> list();

  /** The last entries of a plugin's log, the oldest first. */
  List<String> log(String id, int lines);

  /**
   * Puts a jar there, with the signature that lies beside it if there is one.
   *
   * @param swap whether it takes the place of another version, or is new
   */
  Changed install(Path jar, boolean swap);

  Changed enable(String id);

  Changed disable(String id);

  Changed rollback(String id);

  Changed remove(String id);

  /** For people. */
  String where();

  @Override
  void close();
}
