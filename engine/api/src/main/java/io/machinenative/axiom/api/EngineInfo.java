package io.machinenative.axiom.api;

import java.util.List;
import java.util.Map;

/** What an engine says of itself. Any thread; allocates. */
public interface EngineInfo {
  /** Semantic version of the engine. */
  String engineVersion();

  /** Name of this server. */
  String serverName();

  /** Nanoseconds since the engine became ready. */
  long uptimeNs();

  /** Addresses that the engine listens on, as URIs. */
  List<String> addresses();

  /** Open sessions. */
  int sessions();

  /** Tools in the catalogue. */
  int tools();

  /** Grows by one whenever a tool comes, changes or goes. */
  long catalogueEpoch();

  EnginePhase phase();

  EngineHealth health();

  /** Counters by label. Values only grow, but those whose label ends in {@code -now}. */
  Map<String, Long> counters();
}
