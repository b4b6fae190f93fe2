package io.machinenative.axiom.engine.gateway;

import java.util.List;

/**
 * What there is to know of an upstream server, at one moment.
 *
 * @param place where it is
 * @param namespace before its names
 * @param state as {@code Upstream} draws it, in lower case
 * @param since seconds in that state
 * @param problem why it is down, or what was wrong last; empty for nothing
 * @param revision of MCP; empty while there is none
 * @param server its name and version, as it says
 * @param breaker closed, open or half_open
 * @param tools that are joined
 * @param offers resources, templates and prompts that are joined
 * @param inFlight calls
 * @param waiting of these, for an answer of our callers
 * @param calls that went there
 * @param failures of these, which it failed
 * @param refusals calls that were not sent
 * @param p50Us latency in microseconds that half of the answered calls kept to
 * @param p99Us the same of 99 in 100
 * @param connections that were made
 * @param notes what was left out, what it printed, what it broke; the oldest first
 */
public record UpstreamInfo(
    String name,
    String place,
    String namespace,
    String state,
    long since,
    String problem,
    String revision,
    String server,
    String breaker,
    int tools,
    int offers,
    int inFlight,
    int waiting,
    long calls,
    long failures,
    long refusals,
    long p50Us,
    long p99Us,
    int connections,
    List<String> notes) {}
