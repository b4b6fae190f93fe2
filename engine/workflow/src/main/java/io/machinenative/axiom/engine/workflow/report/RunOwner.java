package io.machinenative.axiom.engine.workflow.report;

import io.machinenative.axiom.api.Principal;
import java.util.Map;

/**
 * Who began a run, as reports name it. Two are equal when a {@link Principal} of the same kind,
 * name and issuer began both: the issuer is the end of the label, and a kind has no space. Callers
 * without a name and the server itself are one. Immutable.
 *
 * @param label kind and name, as {@link Principal#label()}; empty for nobody
 * @param issuer who vouches for the name; empty for the server
 */
public record RunOwner(String label, String issuer) {
  private static final String LABEL = "startedBy";
  private static final String ISSUER = "issuer";

  /** The owner of what a caller begins. */
  public static RunOwner of(Principal who) {
    return new RunOwner(who.label(), who.issuer());
  }

  /**
   * The owner of a run that was kept as JSON values. A history of before issuers were kept has
   * none; what callers of an issuer began then belongs to nobody who comes now.
   */
  public static RunOwner of(Map<?, ?> form) {
    return new RunOwner(text(form, LABEL), text(form, ISSUER));
  }

  private static String text(Map<?, ?> form, String key) {
    return form.get(key) instanceof String text ? text : "";
  }

  /** Adds what there is to say. */
  void writeTo(Map<String, Object> form) {
    if (!label.isEmpty()) {
      form.put(LABEL, label);
    }
    if (!issuer.isEmpty()) {
      form.put(ISSUER, issuer);
    }
  }
}
