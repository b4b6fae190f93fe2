package io.machinenative.axiom.engine.transport.netty;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The certificates with which the other side of a connection proved who it is. Stateless. */
public final class PeerCertificates {
  private PeerCertificates() {}

  /**
   * The verified chain, the other side's own first; empty when it showed none. Allocates.
   *
   * @param tls what secures the connection; null for nothing
   */
  public static List<X509Certificate> of(SslHandler tls) {
    if (tls == null) {
      return List.of();
    }
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      return Stream.of(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of(); // it has shown none
    }
  }
}
