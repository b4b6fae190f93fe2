package io.machinenative.axiom.natives.link;

import java.util.List;

/**
 * Whether a library can be used, and why.
 *
 * @param library its name, such as {@code zstd}
 * @param usable whether its functions are linked, and the self-test passed
 * @param from what was opened: a file or a name that the system's loader knows; empty when nothing
 * @param version what the library says of itself; empty when it was not asked
 * @param reason one line for people: what makes it usable, or what is missing
 * @param tried what was tried before, one line each, best choice first
 */
public record Availability(
    String library,
    boolean usable,
    String from,
    String version,
    String reason,
    List<String> tried) {
  public Availability {
    tried = List.copyOf(tried);
  }

  /** Not usable, and nothing was opened. */
  public static Availability none(String library, String reason, List<String> tried) {
    return new Availability(library, false, "", "", reason, tried);
  }
}
