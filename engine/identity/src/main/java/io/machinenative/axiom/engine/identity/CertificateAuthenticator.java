package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Verdict;
import io.machinenative.axiom.engine.config.AuthConfig;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Knows who holds a certificate, which the connection's handshake has verified: by its subject and
 * its alternative names. Immutable, any thread.
 */
public final class CertificateAuthenticator implements Authenticator {
  /** GeneralName choices that are texts (RFC 5280, 4.2.1.6): e-mail, DNS, URI. */
  private static final Set<Integer> TEXTS = Set.of(1, 2, 6);

  private final List<AuthConfig.Certificate> rules;

  public CertificateAuthenticator(List<AuthConfig.Certificate> rules) {
    this.rules = List.copyOf(rules);
  }

  @Override
  public Verdict authenticate(Credential credential, long nowMs) {
    if (credential.form() != Credential.Form.CERTIFICATE) {
      return Verdict.UNKNOWN;
    }
    X509Certificate own = credential.certificates().getFirst();
    long expiresMs = own.getNotAfter().getTime();
    if (expiresMs <= nowMs) {
      return new Verdict.Refused("the certificate of " + own.getSubjectX500Principal() + " is old");
    }
    for (AuthConfig.Certificate rule : rules) {
      Principal principal = holder(rule, own);
      if (principal != null) {
        return new Verdict.Accepted(principal, expiresMs, () -> true);
      }
    }
    return new Verdict.Refused(
        "no rule of auth.certificates fits " + own.getSubjectX500Principal());
  }

  private static Principal holder(AuthConfig.Certificate rule, X509Certificate own) {
    String subject = own.getSubjectX500Principal().getName();
    if (!rule.subject().map(NamePattern::new).map(p -> p.matches(subject)).orElse(true)) {
      return null;
    }
    List<String> names = alternativeNames(own);
    Optional<String> named =
        rule.san().isEmpty()
            ? names.stream().findFirst()
            : names.stream().filter(new NamePattern(rule.san().get())::matches).findFirst();
    if (rule.san().isPresent() && named.isEmpty()) {
      return null;
    }
    String name = rule.name().or(() -> named).or(() -> commonName(subject)).orElse(subject);
    String issuer = own.getIssuerX500Principal().getName();
    return new Principal(
        name,
        Principal.Kind.CERTIFICATE,
        issuer,
        rule.scopes(),
        Map.of("subject", subject, "names", names));
  }

  private static List<String> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> TEXTS.contains(name.get(0)))
              .map(name -> name.get(1).toString())
              .toList();
    } catch (CertificateParsingException _) {
      return List.of(); // no name that could be read is no name that fits
    }
  }

  private static Optional<String> commonName(String subject) {
    try {
      return new LdapName(subject)
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(Object::toString)
              .reduce((first, last) -> last);
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}
