package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.config.AuthConfig;
import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.RateConfig;
import io.machinenative.axiom.engine.control.Access;
import io.machinenative.axiom.engine.identity.jwt.JwtAuthenticator;
import io.machinenative.axiom.engine.port.Identity;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * Makes of a configuration who comes in and what it may, and follows what that goes by. What two
 * configurations have in common is kept from one to the next: key sets, meters.
 *
 * <p>Owned by the conductor, and by who starts the engine before that.
 */
public final class AccessControl {
  /** So often files and key sets are looked at. */
  public static final long PERIOD_NS = 500_000_000L;

  private final List<Authenticator> more;
  private final Executor reader;
  private final EpochClock clock;
  private final NanoClock nanoClock;
  private final ErrorHandler errors;
  private final AuditLog audit;
  private Map<AuthConfig.Jwt, JwtAuthenticator> issuers = new HashMap<>();
  private Map<Path, ApiKeys> keyFiles = new HashMap<>();
  private Followed[] followed = {};
  private FailureLimit failures;
  private AuthConfig current;
  private List<RateConfig> currentRates;
  private Access access;

  /**
   * @param more authenticators of the embedder, asked first
   * @param reader reads key sets, which waits
   * @param clock wall time
   * @param nanoClock that the data plane reads
   * @param errors is told what cannot be read
   * @param audit is told who came in, who was refused, and what was denied
   */
  public AccessControl(
      List<Authenticator> more,
      Executor reader,
      EpochClock clock,
      NanoClock nanoClock,
      ErrorHandler errors,
      AuditLog audit) {
    this.more = List.copyOf(more);
    this.reader = reader;
    this.clock = clock;
    this.nanoClock = nanoClock;
    this.errors = errors;
    this.audit = audit;
  }

  /**
   * Who comes in and what it may, by a configuration.
   *
   * @throws ConfigException when something that it names cannot be used: then all stays as it was
   */
  public Access of(AuthConfig auth, List<RateConfig> rates) {
    try {
      Guard guard = guard(auth, rates);
      Identity identity = identity(auth);
      current = auth;
      currentRates = rates;
      access = new Access(identity, guard);
      return access;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }

  private Guard guard(AuthConfig auth, List<RateConfig> rates) {
    if (access != null && current.rules().equals(auth.rules()) && currentRates.equals(rates)) {
      return access.guard();
    }
    Guard guard = new AccessRules(auth.rules(), rates, nanoClock.nanoTime(), audit);
    return guard.isOpen() ? Guard.OPEN : guard;
  }

  private Identity identity(AuthConfig auth) {
    List<Authenticator> asked = new ArrayList<>(more);
    Map<Path, ApiKeys> files = new HashMap<>();
    auth.keys()
        .ifPresent(file -> {
          ApiKeys known = keyFiles.get(file);
          files.put(file, known == null ? new ApiKeys(file, errors) : known);
        });
    Map<AuthConfig.Jwt, JwtAuthenticator> tokens = new HashMap<>();
    for (AuthConfig.Jwt issuer : auth.jwt()) {
      JwtAuthenticator known = issuers.get(issuer);
      tokens.put(issuer, known == null ? new JwtAuthenticator(issuer, reader, errors) : known);
      asked.add(tokens.get(issuer));
    }
    asked.addAll(files.values());
    auth.token().ifPresent(token -> asked.add(new SharedToken(token)));
    if (!auth.certificates().isEmpty()) {
      asked.add(new CertificateAuthenticator(auth.certificates()));
    }
    issuers = tokens;
    keyFiles = files;
    List<Followed> all = new ArrayList<>(files.values());
    tokens.values().forEach(issuer -> all.add(issuer::look));
    all.add(audit);
    followed = all.toArray(new Followed[0]);
    look();
    return asked.isEmpty()
        ? Identity.open()
        : new Doorkeeper(asked, auth.anonymous(), resource(auth), clock, audit, failures(auth));
  }

  /** What is counted goes on through changes of everything else. */
  private FailureLimit failures(AuthConfig auth) {
    if (current == null || !current.failures().equals(auth.failures())) {
      failures = auth.failures().map(FailureLimit::new).orElse(null);
    }
    return failures;
  }

  private static ProtectedResource resource(AuthConfig auth) {
    List<String> issuers = auth.jwt().stream().map(AuthConfig.Jwt::issuer).distinct().toList();
    return new ProtectedResource(
        auth.resource(),
        auth.servers().isEmpty() ? issuers : auth.servers(),
        List.copyOf(AccessRules.scopes(auth.rules())));
  }

  /** Looks at what it goes by. Allocates nothing where there is nothing to look at. */
  public void look() {
    long nowMs = clock.time();
    for (int i = 0; i < followed.length; i++) {
      followed[i].look(nowMs);
    }
  }
}
