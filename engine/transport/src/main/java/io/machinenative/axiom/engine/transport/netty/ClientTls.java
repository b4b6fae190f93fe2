package io.machinenative.axiom.engine.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The TLS of a client: whom it trusts, and how it proves who it is. The server's certificate must
 * name the host of the address. Immutable, any thread.
 */
public final class ClientTls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final SslContext context;

  /** Trusts whom the JDK trusts, and shows nothing. */
  public ClientTls() {
    this(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads the files.
   *
   * @param trust certificates of those who sign servers', PEM; empty: whom the JDK trusts
   * @param certificate the client's chain, PEM; empty: none
   * @param key its private key, PKCS #8, PEM; with the certificate or not at all
   * @throws IllegalArgumentException when they make no client
   */
  public ClientTls(Optional<Path> trust, Optional<Path> certificate, Optional<Path> key) {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "expected a certificate and its key, got only the "
              + (key.isPresent() ? "key" : "certificate"));
    }
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(VERSIONS);
      trust.ifPresent(file -> builder.trustManager(file.toFile()));
      certificate.ifPresent(file -> builder.keyManager(file.toFile(), key.orElseThrow().toFile()));
      context = builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException("TLS: " + TlsFault.reason(e), e);
    }
  }

  /** What secures a connection to a host. */
  SslHandler handler(ByteBufAllocator allocator, TcpAddress server) {
    return context.newHandler(allocator, server.host(), server.port());
  }
}
