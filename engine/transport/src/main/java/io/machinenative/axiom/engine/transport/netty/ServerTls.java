package io.machinenative.axiom.engine.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * The TLS of a listener, made of files that may change while it listens: connections that come
 * after a change see the new certificate, those that are there keep theirs. Files that are no good
 * change nothing.
 *
 * <p>{@link #handler} belongs to the listener's thread, {@link #look} to one other.
 */
public final class ServerTls {
  private final TlsFiles files;
  private final List<String> protocols;

  /** Written by whoever looks, read by the listener: a context is immutable. */
  private volatile SslContext context;

  private String seen;
  private String judged;

  /**
   * Reads the files.
   *
   * @param protocols to agree on by ALPN, the best first; empty for none
   * @throws IllegalArgumentException when they make no server, naming them
   */
  public ServerTls(TlsFiles files, List<String> protocols) {
    this.files = files;
    this.protocols = List.copyOf(protocols);
    this.seen = files.fingerprint();
    this.judged = seen;
    this.context = read();
  }

  private SslContext read() {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile())
              .sslProvider(SslProvider.JDK)
              .protocols(files.versions())
              .clientAuth(
                  switch (files.clients()) {
                    case NONE -> ClientAuth.NONE;
                    case OPTIONAL -> ClientAuth.OPTIONAL;
                    case REQUIRED -> ClientAuth.REQUIRE;
                  });
      files.clientCa().ifPresent(ca -> builder.trustManager(ca.toFile()));
      if (!protocols.isEmpty()) {
        builder.applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                protocols));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected a chain of certificates in "
              + files.certificate()
              + " and its key (PKCS #8, PEM, not encrypted) in "
              + files.key()
              + files.clientCa().map(ca -> ", and certificates in " + ca).orElse("")
              + ", got: "
              + TlsFault.reason(e),
          e);
    }
  }

  /** What secures a new connection. */
  public SslHandler handler(ByteBufAllocator allocator) {
    return context.newHandler(allocator);
  }

  /**
   * Looks whether the files have changed: they count once they were the same at two looks, so that
   * none is read that is half written.
   *
   * @param log is told what was done
   */
  public void look(Consumer<String> log) {
    String now = files.fingerprint();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(judged)) {
      return;
    }
    judged = now;
    try {
      context = read();
      log.accept("TLS: the certificate in " + files.certificate() + " is in force");
    } catch (IllegalArgumentException e) {
      log.accept("TLS: the one before stays: " + e.getMessage());
    }
  }
}
