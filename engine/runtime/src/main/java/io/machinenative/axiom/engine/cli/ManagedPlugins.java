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

  /**
   * Lets a jar take a share of the calls.
   *
   * @param share above 0 to 1
   * @param bySession of whole sessions
   */
  Changed trial(Path jar, double share, boolean bySession);

  /** Ends a trial: the version that is on trial serves. */
  Changed promote(String id);

  /** Ends a trial: the version that is on trial goes. */
  Changed abort(String id);

  Changed enable(String id);

  Changed disable(String id);

  Changed rollback(String id);

  Changed remove(String id);

  /** For people. */
  String where();

  @Override
  void close();
}
