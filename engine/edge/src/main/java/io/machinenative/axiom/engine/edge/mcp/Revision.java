package io.machinenative.axiom.engine.edge.mcp;

import java.util.List;

/** Revisions of MCP that the edge speaks. Stateless. */
final class Revision {
  /** Each request stands for itself. */
  static final String STATELESS = "2026-07-28";

  /** With sessions, the newest first. */
  static final List<String> WITH_SESSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  /** What a client without a word of it speaks. */
  static final String ASSUMED = "2025-03-26";

  private Revision() {}

  /** The revision that a session gets which asks for one. */
  static String granted(String asked) {
    return WITH_SESSIONS.contains(asked) ? asked : WITH_SESSIONS.getFirst();
  }
}
