package io.machinenative.axiom.engine.identity;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.config.AuthConfig;
import io.machinenative.axiom.engine.config.RateConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules and rates of a configuration. Once there is a rule, what no rule allows is not allowed.
 * Immutable, but for the meters; any thread.
 */
public final class AccessRules implements Guard {
  private static final String COMPLETE = "complete ";

  private record Rule(
      Optional<String> scope,
      Optional<NamePattern> name,
      Optional<NamePattern> issuer,
      Optional<String> kind,
      List<NamePattern> allow,
      List<NamePattern> read) {
    static Rule of(AuthConfig.Rule rule) {
      return new Rule(
          rule.scope(),
          rule.name().map(NamePattern::new),
          rule.issuer().map(NamePattern::new),
          rule.kind(),
          rule.allow().stream().map(NamePattern::new).toList(),
          rule.read().stream().map(NamePattern::new).toList());
    }

    boolean covers(String tool, boolean readOnly) {
      return matches(allow, tool) || (readOnly && matches(read, tool));
    }

    private static boolean matches(List<NamePattern> patterns, String tool) {
      for (NamePattern pattern : patterns) {
        if (pattern.matches(tool)) {
          return true;
        }
      }
      return false;
    }

    boolean isFor(Principal principal) {
      return scope.map(principal::hasScope).orElse(true)
          && name.map(pattern -> pattern.matches(principal.name())).orElse(true)
          && issuer.map(pattern -> pattern.matches(principal.issuer())).orElse(true)
          && kind.map(wanted -> wanted.equals(labelOf(principal.kind()))).orElse(true);
    }
  }

  private final List<Rule> rules;
  private final Rates rates;
  private final AuditLog audit;

  /**
   * @param nowNs a reading of the clock that meters are asked with
   * @param audit is told what was denied
   */
  public AccessRules(
      List<AuthConfig.Rule> rules, List<RateConfig> rates, long nowNs, AuditLog audit) {
    this.audit = audit;
    this.rules = rules.stream().map(Rule::of).toList();
    this.rates = new Rates(rates, nowNs);
  }

  static String labelOf(Principal.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All scopes that a rule asks for, in order. */
  public static SortedSet<String> scopes(List<AuthConfig.Rule> rules) {
    SortedSet<String> scopes = new TreeSet<>();
    rules.forEach(rule -> rule.scope().ifPresent(scopes::add));
    return scopes;
  }

  @Override
  public boolean isOpen() {
    return rules.isEmpty() && rates.isEmpty();
  }

  @Override
  public boolean allows(Principal principal, String name, boolean readOnly) {
    if (rules.isEmpty()) {
      return true;
    }
    String offered = offered(name);
    for (Rule rule : rules) {
      if (rule.covers(offered, readOnly) && rule.isFor(principal)) {
        return true;
      }
    }
    return false;
  }

  /** Who may have an offer may have its arguments completed. */
  private static String offered(String name) {
    return name.startsWith(COMPLETE) ? name.substring(COMPLETE.length()) : name;
  }

  @Override
  public Meter[] meters(Principal principal, String name) {
    return rates.meters(principal, name);
  }

  @Override
  public void denied(Principal principal, String name) {
    audit.note("denied", principal.toString(), null, name);
  }

  @Override
  public String scopeFor(String name, boolean readOnly) {
    String offered = offered(name);
    List<String> scopes = new ArrayList<>();
    for (Rule rule : rules) {
      boolean byScopeAlone =
          rule.scope().isPresent() && rule.name().isEmpty() && rule.issuer().isEmpty();
      if (byScopeAlone && rule.covers(offered, readOnly)) {
        scopes.add(rule.scope().get());
      }
    }
    return scopes.isEmpty() ? null : scopes.getFirst();
  }
}
