package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.transport.aeron.AeronLinkOptions;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * What the carriers need beyond an address.
 *
 * @param inproc the server in this process, for {@code inproc:}; null when there is none
 * @param tcp for {@code tcp://}
 * @param aeron for {@code aeron:}
 * @param clock of the carriers' timeouts
 * @param errors takes what a carrier reports beside the reason of a closed link; on the owner's
 *     thread
 */
public record LinkOptions(
    InprocConnector inproc,
    TcpOptions tcp,
    AeronLinkOptions aeron,
    NanoClock clock,
    ErrorHandler errors) {}
