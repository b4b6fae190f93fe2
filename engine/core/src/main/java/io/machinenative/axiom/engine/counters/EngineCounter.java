package io.machinenative.axiom.engine.counters;

import java.util.Locale;

/**
 * What is counted. The label is the name in lower case with dashes. Values only grow, but {@code
 * …_NOW}.
 */
public enum EngineCounter {
  /** Sessions that were welcomed. */
  SESSIONS_OPENED,
  /** Sessions that ended, however. */
  SESSIONS_CLOSED,
  /** Connections that were refused at Hello: version, credentials, limit. */
  SESSIONS_REJECTED,
  /** Connections that are there now, welcomed or not. */
  CONNECTIONS_NOW,
  /** Connections given up because they were silent. */
  HEARTBEAT_TIMEOUTS,
  /** Connections given up because they did not read. */
  SLOW_CONSUMERS,
  /** Frames that are no message of this protocol: their connection was ended. */
  FRAMES_MALFORMED,
  /** Messages that the session's state does not allow: their connection was ended. */
  PROTOCOL_ERRORS,
  /** Messages of a template that this build does not know. */
  TEMPLATES_UNKNOWN,
  /** Connections that the carrier refused or lost by an error. */
  TRANSPORT_ERRORS,
  /** Calls that came. */
  CALLS,
  /** Calls that ran on the ingress thread. */
  CALLS_INLINE,
  /** Calls that went through a lane. */
  CALLS_WORKER,
  /** Calls that went to a virtual thread. */
  CALLS_BLOCKING,
  /** Calls answered with a status 1xxx: the request was wrong. */
  CALLS_WRONG,
  /** Calls of what their caller may not call. */
  CALLS_DENIED,
  /** Calls that came before a rate of their caller or tool granted them. */
  CALLS_RATE_LIMITED,
  /** Credentials that were missing or not good: of Hello, or of a request of the edge. */
  CREDENTIALS_REFUSED,
  /** Credentials that were not looked at, for too many from the same address were not good. */
  CREDENTIALS_LIMITED,
  /** Calls answered with OVERLOADED. */
  CALLS_OVERLOADED,
  /** Calls beyond the session's credit. */
  CALLS_BEYOND_CREDIT,
  /** Calls whose deadline passed, before or while the tool ran. */
  CALLS_LATE,
  /** Calls that were cancelled. */
  CALLS_CANCELLED,
  /** Calls that the tool failed with a declared error. */
  CALLS_FAILED,
  /** Calls in which the tool threw what it did not declare. */
  TOOL_FAULTS,
  /** Outcomes that came after the caller had its answer. */
  OUTCOMES_TOO_LATE,
  /** Cancels for calls that were not in flight. */
  CANCELS_UNKNOWN,
  /** Calls answered from the idempotency store. */
  CALLS_REPLAYED,
  /** Progress events that were dropped. */
  PROGRESS_DROPPED,
  /** Requests of the registry that went to the conductor. */
  REGISTRY_REQUESTS,
  /** Requests of the registry answered with OVERLOADED. */
  REGISTRY_OVERLOADED,
  /** Watches of the registry that are there now. */
  WATCHES_NOW,
  /** Changes that were pushed to watches, each counted for each watch. */
  CHANGES_PUSHED,
  /** HTTP connections of the edge that are there now. */
  EDGE_CONNECTIONS_NOW,
  /** HTTP requests that came in full. */
  EDGE_REQUESTS,
  /** HTTP requests refused for their form: head, host, origin, length. */
  EDGE_REFUSED,
  /** HTTP connections given up because their client was slow. */
  EDGE_TIMEOUTS,
  /** Moments of plugins that took longer than their budget. */
  PLUGIN_OVERRUNS,
  /** Calls of plugins that are taken out. */
  CALLS_UNAVAILABLE,
  /** Versions of plugins that had not given memory or threads back when they were torn down. */
  PLUGIN_LEAKS,
  /** Versions of plugins whose classes were still there minutes after their teardown. */
  PLUGIN_CLASSES_LEFT,
  /** Calls that went on for seconds after they were told to stop. */
  CALLS_UNHEEDED,
  /** Exceptions that were recorded: tool faults, carrier errors, defects. */
  ERRORS;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public String label() {
    return label;
  }
}
