package io.machinenative.axiom.engine.transport.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server's TLS is made of, as PEM files.
 *
 * @param certificate the server's chain, its own certificate first
 * @param key its private key, PKCS #8, not encrypted
 * @param clientCa certificates of those who sign clients'; empty: those of the JDK
 * @param clients whether clients show certificates
 * @param versions of the protocol, as the JDK names them: {@code TLSv1.3}, {@code TLSv1.2}
 */
public record TlsFiles(
    Path certificate,
    Path key,
    Optional<Path> clientCa,
    ClientCertificates clients,
    List<String> versions) {
  /** Whether clients show certificates. */
  public enum ClientCertificates {
    /** They are not asked. */
    NONE,
    /** They are asked; who shows one shows a good one. */
    OPTIONAL,
    /** Who shows none is not let in. */
    REQUIRED
  }

  public TlsFiles {
    versions = List.copyOf(versions);
    if (versions.isEmpty() || !List.of("TLSv1.3", "TLSv1.2").containsAll(versions)) {
      throw new IllegalArgumentException(
          "expected TLS versions of TLSv1.3 and TLSv1.2, got " + versions);
    }
  }

  /** Changes when a file does: times and lengths, of a missing one that it is missing. */
  String fingerprint() {
    return Stream.concat(Stream.of(certificate, key), clientCa.stream())
        .map(TlsFiles::fingerprint)
        .collect(Collectors.joining(" "));
  }

  private static String fingerprint(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
