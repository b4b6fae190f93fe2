package io.machinenative.axiom.engine.edge;

import io.machinenative.axiom.engine.transport.netty.ClientTls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority, and the certificates that it signs, as files. */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  final Path authority;
  private final Path folder;
  private final X509Bundle root;

  Certificates(Path folder) {
    this.folder = folder;
    try {
      root =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=Test authority")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    authority = write("authority.pem", root.getCertificatePEM());
  }

  /** Files of a server of this machine: {@code NAME.pem} and {@code NAME.key}. */
  X509Bundle server(String name, String subject) {
    return signed(
        name,
        new CertificateBuilder()
            .ecp256()
            .subject(subject)
            .addSanDnsName("localhost")
            .addSanIpAddress("127.0.0.1")
            .addExtendedKeyUsageServerAuth());
  }

  /** Files of a server that is not this machine. */
  X509Bundle elsewhere(String name) {
    return signed(
        name,
        new CertificateBuilder()
            .ecp256()
            .subject("CN=elsewhere.example")
            .addSanDnsName("elsewhere.example")
            .addExtendedKeyUsageServerAuth());
  }

  X509Bundle client(String name, String subject) {
    return signed(
        name, new CertificateBuilder().ecp256().subject(subject).addExtendedKeyUsageClientAuth());
  }

  private X509Bundle signed(String name, CertificateBuilder builder) {
    try {
      X509Bundle bundle = builder.buildIssuedBy(root);
      write(name + ".key", bundle.getPrivateKeyPEM());
      write(name + ".pem", bundle.getCertificatePathPEM());
      return bundle;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a client of the wire protocol trusts and shows.
   *
   * @param shown name of its files; empty for none
   */
  ClientTls clientTls(Optional<String> shown) {
    return new ClientTls(
        Optional.of(authority),
        shown.map(name -> file(name + ".pem")),
        shown.map(name -> file(name + ".key")));
  }

  /** A file of the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Replaces a file in one step. */
  Path write(String name, String text) {
    try {
      Path next = Files.writeString(folder.resolve(name + ".next"), text);
      return Files.move(
          next, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client of the JDK that trusts the authority, and shows a certificate unless it is null. */
  SSLContext context(X509Bundle shown) {
    try {
      KeyManagerFactory keys = null;
      if (shown != null) {
        KeyStore store = shown.toKeyStore(PASSWORD);
        keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys == null ? null : keys.getKeyManagers(),
          root.toTrustManagerFactory().getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
