package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Who may vouch for a server by TLS, and nobody else. Stateless; reads a file. */
public final class Trust {
  private Trust() {}

  /**
   * Trusts those whose certificates a file holds.
   *
   * @param ca PEM, one certificate or more
   * @throws UpstreamException UNREACHABLE when it cannot be read, or holds none
   */
  public static SSLContext in(Path ca) throws UpstreamException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : certificates(ca)) {
        store.setCertificateEntry(Integer.toString(store.size()), each);
      }
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has what trusts a certificate", e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path ca)
      throws UpstreamException, GeneralSecurityException {
    Collection<? extends Certificate> found;
    try (InputStream in = Files.newInputStream(ca)) {
      found = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (IOException e) {
      throw refused(ca, "cannot be read: " + e.getClass().getSimpleName());
    } catch (CertificateException e) {
      throw refused(ca, "holds no certificate: " + HttpFailure.text(e));
    }
    if (found.isEmpty()) {
      throw refused(ca, "holds no certificate");
    }
    return found;
  }

  private static UpstreamException refused(Path ca, String why) {
    return new UpstreamException(Kind.UNREACHABLE, "cannot be trusted: ca " + ca + " " + why);
  }
}
