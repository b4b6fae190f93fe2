package io.machinenative.axiom.engine.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.config.ConfigReader;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who the holder of a verified certificate is. */
class CertificatesTest {
  /**
   * O=Example, CN=orders; DNS orders.billing.example, URI spiffe://example/orders; valid for a
   * hundred years from 2026 on.
   */
  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIB2zCCAYGgAwIBAgIUb5x8hc47OXu1io8Mqo47Gxa9Rj4wCgYIKoZIzj0EAwIw
      IzEQMA4GA1UECgwHRXhhbXBsZTEPMA0GA1UEAwwGb3JkZXJzMCAXDTI2MTEyMjEz
      MzUwMVoYDzIxMjYxMDI5MTMzNTAxWjAjMRAwDgYDVQQKDAdFeGFtcGxlMQ8wDQYD
      VQQDDAZvcmRlcnMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASqP7wHDQeeR3Ye
      ZVDzt0oRJEj9jBPmNJk8cj7qexIJxAJ0DyHwpn44P4f5CJUfx1UkXranziNFUwtU
      s9T+PTMGo4GQMIGNMB0GA1UdDgQWBBSQMFez5LL8gKi6BUUXW58ZW2Fj5zAfBgNV
      HSMEGDAWgBSQMFez5LL8gKi6BUUXW58ZW2Fj5zAPBgNVHRMBAf8EBTADAQH/MDoG
      A1UdEQQzMDGCFm9yZGVycy5iaWxsaW5nLmV4YW1wbGWGF3NwaWZmZTovL2V4YW1w
      bGUvb3JkZXJzMAoGCCqGSM49BAMCA0gAMEUCIEFP6+/cGFHy9NRkDsmMCJFQlOKE
      QDtlcrTqzsHuAYSsAiEA8P9wUAgbjTbO/v4nILyMYGehGlmgcWilgTgQk2dTp40=
      -----END CERTIFICATE-----
      """;

  private static final long NOW_MS = 1_800_000_000_000L;

  private static Credential shown() throws CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(PEM.getBytes(US_ASCII)));
    return Credential.of(List.of(certificate));
  }

  private static Verdict verdict(String rules) throws CertificateException {
    String yaml = "auth: {certificates: [" + rules + "]}";
    return new CertificateAuthenticator(ConfigReader.parse(yaml, "test").auth().certificates())
        .authenticate(shown(), NOW_MS);
  }

  private static Principal holder(String rules) throws CertificateException {
    return assertInstanceOf(Verdict.Accepted.class, verdict(rules)).principal();
  }

  @Test
  void theFirstRuleThatFitsSaysWhoItIs() throws CertificateException {
    Principal byName = holder("{san: '*.billing.example', scopes: [files:read]}");
    assertEquals("orders.billing.example", byName.name());
    assertEquals(Set.of("files:read"), byName.scopes());
    assertEquals(Principal.Kind.CERTIFICATE, byName.kind());
    assertEquals("spiffe://example/orders", holder("{san: 'spiffe://example/*'}").name());
    assertEquals("ops", holder("{san: x}, {subject: 'CN=orders,*', name: ops}").name());
    assertInstanceOf(Verdict.Refused.class, verdict("{san: '*.evil.example'}"));
    assertInstanceOf(Verdict.Refused.class, verdict("{subject: 'CN=order'}"));
  }

  @Test
  void onlyACertificateIsLookedAt() {
    CertificateAuthenticator any =
        new CertificateAuthenticator(
            ConfigReader.parse("auth: {certificates: [{name: any}]}", "t").auth().certificates());
    assertSame(Verdict.UNKNOWN, any.authenticate(Credential.NONE, NOW_MS));
  }
}
