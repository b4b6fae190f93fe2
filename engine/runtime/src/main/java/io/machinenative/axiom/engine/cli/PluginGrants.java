package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.hosting.PluginAdministration.Listed;
import io.machinenative.axiom.engine.plugin.PluginLimits;
import io.machinenative.axiom.engine.plugin.PluginPermissions;
import java.util.ArrayList;
import java.util.List;

/** What a plugin may, and how much, as the operator who installs it is told. Stateless. */
final class PluginGrants {
  private PluginGrants() {}

  /** Two lines. */
  static List<String> of(Listed plugin) {
    return List.of(
        "may: " + permissions(plugin.permissions()), "limits: " + limits(plugin.limits()));
  }

  private static String permissions(PluginPermissions may) {
    List<String> words = new ArrayList<>();
    if (!may.files().isEmpty()) {
      words.add("read and write " + String.join(", ", may.files()) + " (as it says itself)");
    }
    if (may.network()) {
      words.add("open sockets");
    }
    if (may.natives()) {
      words.add("call native code");
    }
    if (may.processes()) {
      words.add("start processes and end the server");
    }
    if (!may.secrets().isEmpty()) {
      words.add("have the secrets " + String.join(", ", may.secrets()));
    }
    return words.isEmpty() ? "nothing beyond its own folder" : String.join("; ", words);
  }

  private static String limits(PluginLimits limits) {
    return "memory "
        + limits.memoryBytes()
        + " bytes, threads "
        + limits.threads()
        + ", calls at once "
        + (limits.concurrency() == PluginLimits.UNBOUNDED ? "as they come" : limits.concurrency());
  }
}
