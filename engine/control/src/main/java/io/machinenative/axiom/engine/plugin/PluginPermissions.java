package io.machinenative.axiom.engine.plugin;

import java.util.List;

/**
 * What a plugin may reach beyond the JVM. Network, natives and processes are held to it when the
 * plugin is loaded (see {@link ForbiddenCode}), secrets when they are asked for; files are what the
 * plugin declares, for the operator to know.
 *
 * @param files paths outside its own folder that it reads or writes
 * @param network opens sockets
 * @param natives calls native code
 * @param processes starts processes, or ends this one
 * @param secrets names of secrets that it may have; {@code *} for all
 */
public record PluginPermissions(
    List<String> files, boolean network, boolean natives, boolean processes, List<String> secrets) {
  static final String ANY = "*";

  /** Nothing. */
  public static final PluginPermissions NONE =
      new PluginPermissions(List.of(), false, false, false, List.of());

  /** Everything: of code that runs in the process anyhow. */
  public static final PluginPermissions ALL =
      new PluginPermissions(List.of("/"), true, true, true, List.of(ANY));

  public PluginPermissions {
    files = List.copyOf(files);
    secrets = List.copyOf(secrets);
  }

  /** Whether a secret may be had. */
  public boolean allowsSecret(String name) {
    return secrets.contains(name) || secrets.contains(ANY);
  }
}
