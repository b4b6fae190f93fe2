package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.api.SecretProvider;
import java.util.concurrent.ThreadFactory;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * What a gateway works with.
 *
 * @param slot where upstream servers are served from
 * @param virtual makes threads that wait for upstream servers
 * @param daemons makes threads that read and write the pipes of children
 * @param secrets that the configuration may name
 * @param version of this engine, which servers are told
 */
public record GatewayContext(
    PluginSlot slot,
    ThreadFactory virtual,
    ThreadFactory daemons,
    NanoClock clock,
    SecretProvider secrets,
    ErrorHandler errors,
    String version) {}
