package io.machinenative.axiom.engine.hosting;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a version of a plugin is in its life.
 *
 * <pre>
 *   NEW ──▶ PREPARING ──▶ READY ──────────▶ SERVING ◀──▶ QUARANTINED
 *              │            │  └──▶ TRIAL ──▶│               │
 *              ▼            ▼         │      ▼               │
 *            FAILED ◀───────┘         └─▶ DRAINING ◀─────────┘
 *                                            │
 *                                            ▼
 *                                         STOPPED
 * </pre>
 *
 * SERVING to SERVING is no step. FAILED and STOPPED are ends: a plugin that comes back is another
 * version, or another instance of the same one.
 */
public enum PluginState {
  /** Nothing of it has run. */
  NEW,
  /** It is initialised and validated. */
  PREPARING,
  /** It could serve, and is not told to yet. */
  READY,
  /** It takes a share of the calls, beside the version that serves. */
  TRIAL,
  /** Calls go to it. */
  SERVING,
  /** It is taken out, since it kept failing: callers get UNAVAILABLE. */
  QUARANTINED,
  /** New calls go elsewhere; those in flight are awaited. */
  DRAINING,
  /** Torn down. */
  STOPPED,
  /** It never served, and is torn down. */
  FAILED;

  /** The states that may be next. */
  public Set<PluginState> next() {
    return switch (this) {
      case NEW -> EnumSet.of(PREPARING);
      case PREPARING -> EnumSet.of(READY, FAILED);
      case READY -> EnumSet.of(TRIAL, SERVING, FAILED);
      case TRIAL -> EnumSet.of(SERVING, DRAINING);
      case SERVING -> EnumSet.of(QUARANTINED, DRAINING);
      case QUARANTINED -> EnumSet.of(SERVING, DRAINING);
      case DRAINING -> EnumSet.of(STOPPED);
      case STOPPED, FAILED -> EnumSet.noneOf(PluginState.class);
    };
  }

  /** Whether calls may reach it. */
  public boolean serves() {
    return this == SERVING || this == TRIAL;
  }
}
