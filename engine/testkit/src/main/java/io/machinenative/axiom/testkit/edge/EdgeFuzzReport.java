package io.machinenative.axiom.testkit.edge;

import java.util.Map;

/**
 * What a run did.
 *
 * @param messages that were sent as bodies of well-formed requests, each answered once
 * @param connections that were sent bytes that are almost HTTP or WebSocket, each brought to its
 *     end
 * @param statuses answers, by status
 */
public record EdgeFuzzReport(
    long messages, long connections, double seconds, Map<Integer, Long> statuses) {}
