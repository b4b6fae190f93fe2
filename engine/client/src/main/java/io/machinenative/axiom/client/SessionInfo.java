package io.machinenative.axiom.client;

/**
 * What the server granted in its Welcome.
 *
 * @param sessionId unique in the server's life
 * @param catalogueEpoch when the session opened; it grows by one whenever a tool comes, changes or
 *     goes
 * @param maxMessageBytes longest message, both ways, header included
 * @param maxFrameBytes longest message that travels in one piece
 * @param creditWindow most calls in flight
 * @param heartbeatIntervalMs each side sends something at least this often
 * @param version protocol version of the session
 * @param serverName as the server calls itself
 * @param registry whether the server has a registry
 */
public record SessionInfo(
    long sessionId,
    long catalogueEpoch,
    int maxMessageBytes,
    int maxFrameBytes,
    int creditWindow,
    int heartbeatIntervalMs,
    int version,
    String serverName,
    boolean registry) {}
