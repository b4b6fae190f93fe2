package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.transport.aeron.AeronLinkOptions;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.transport.netty.ClientTls;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import java.util.Optional;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * What the carriers need beyond an address.
 *
 * @param inproc the server in this process, for {@code inproc:}; null when there is none
 * @param tcp for {@code tcp://} and {@code tcps://}
 * @param tls for {@code tcps://}; empty: who is trusted by the JDK is trusted
 * @param aeron for {@code aeron:}
 * @param clock of the carriers' timeouts
 * @param errors takes what a carrier reports beside the reason of a closed link; on the owner's
 *     thread
 */
public record LinkOptions(
    InprocConnector inproc,
    TcpOptions tcp,
    Optional<ClientTls> tls,
    AeronLinkOptions aeron,
    NanoClock clock,
    ErrorHandler errors) {}
