package io.machinenative.axiom.engine.config;

import java.util.Locale;
import java.util.Optional;

/**
 * How often something may be called. Immutable.
 *
 * @param name for header fields and messages
 * @param tools pattern of what is counted
 * @param who pattern of the callers' names that are counted; empty: all
 * @param per what is counted together
 * @param calls granted in a period
 * @param periodNs the period
 * @param burst granted at once after a rest; for a sliding window the same as {@code calls}
 * @param sliding whether it is a sliding window, or else a bucket of tokens
 */
public record RateConfig(
    String name,
    String tools,
    Optional<String> who,
    Per per,
    long calls,
    long periodNs,
    long burst,
    boolean sliding) {
  /** What is counted together. */
  public enum Per {
    /** All calls of one caller. */
    PRINCIPAL,
    /** All calls of one tool. */
    TOOL,
    /** All calls of one caller to one tool. */
    PRINCIPAL_TOOL,
    /** All calls. */
    SERVER
  }

  public RateConfig {
    if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "name: expected 1 to 64 letters, digits and ._-, got '" + name + "'");
    }
  }

  static RateConfig read(Entries entry) {
    Optional<String> rate = entry.text("rate");
    Optional<String> window = entry.text("window");
    if (rate.isPresent() == window.isPresent()) {
      throw new IllegalArgumentException("expected either a rate or a window");
    }
    Frequency given = Frequency.parse(rate.or(() -> window).orElseThrow());
    long burst = entry.number("burst").orElse(Math.max(1, given.times()));
    String tools = entry.text("tools").orElse("*");
    Per per = per(entry.text("per").orElse("principal"));
    return new RateConfig(
        entry.text("name").orElse(per.name().toLowerCase(Locale.ROOT).replace('_', '-')),
        tools,
        entry.text("who"),
        per,
        given.times(),
        given.periodNs(),
        window.isPresent() ? given.times() : burst,
        window.isPresent());
  }

  private static Per per(String text) {
    return switch (text) {
      case "principal" -> Per.PRINCIPAL;
      case "tool" -> Per.TOOL;
      case "principal-tool" -> Per.PRINCIPAL_TOOL;
      case "server" -> Per.SERVER;
      default ->
          throw new IllegalArgumentException(
              "per: expected principal, tool, principal-tool or server, got " + text);
    };
  }
}
