package io.machinenative.axiom.engine.registry.validation;

import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.metadata.MetadataSchema;
import io.machinenative.axiom.engine.registry.metadata.SchemaId;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Lease;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.naming.NameCase;
import io.machinenative.axiom.engine.registry.naming.NameRule;
import io.machinenative.axiom.engine.registry.naming.NameViolation;
import io.machinenative.axiom.engine.registry.naming.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether names, endpoints, leases and metadata make sense. Immutable, any thread. */
final class Semantics {
  private static final long SHORT_LEASE_MS = 1_000;
  private static final long LONG_LEASE_MS = 3_600_000;

  /** Places and capabilities have names of others: {@code linux-x86_64}, {@code http.server}. */
  private static final String LABEL_MARKS = "._:/-";

  private static final Pattern PROPERTY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final MetadataCatalogue catalogue;

  Semantics(MetadataCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  void check(Registration registration, Findings findings) {
    checkName(registration.key(), findings);
    checkLabels(registration.content(), findings);
    checkEndpoints(registration, findings);
    checkLease(registration, findings);
    checkMetadata(registration.content(), findings);
  }

  /** A tool may have a name of before there was a taxonomy: its clients know it by that. */
  private static void checkName(RecordKey key, Findings findings) {
    Optional<NameViolation> violation =
        Names.check(key.name(), key.kind().label(), key.version().major());
    if (violation.isEmpty()) {
      return;
    }
    NameRule rule = violation.get().rule();
    FindingCode code =
        rule == NameRule.CANONICAL ? FindingCode.NAME_NOT_CANONICAL : FindingCode.NAME_MALFORMED;
    Severity severity = key.kind() == Kind.TOOL ? Severity.WARNING : code.severity();
    findings.add(
        new Finding(
            code, "/name", severity, rule.expected(), key.name(), violation.get().suggestion()));
  }

  private static void checkLabels(Content content, Findings findings) {
    checkKebab("/type", content.labels().type(), findings);
    checkKebab("/category", content.labels().category(), findings);
    List<String> tags = content.labels().tags();
    for (int i = 0; i < tags.size(); i++) {
      checkKebab("/tags/" + i, tags.get(i), findings);
      requireText("/tags/" + i, tags.get(i), findings);
    }
    List<String> capabilities = content.labels().capabilities();
    for (int i = 0; i < capabilities.size(); i++) {
      checkLabel("/capabilities/" + i, capabilities.get(i), findings);
      requireText("/capabilities/" + i, capabilities.get(i), findings);
    }
    checkLabel("/platform", content.placement().platform(), findings);
    checkLabel("/region", content.placement().region(), findings);
    checkLabel("/zone", content.placement().zone(), findings);
  }

  private static void checkKebab(String path, String text, Findings findings) {
    if (!text.isEmpty() && !Names.isKebab(text)) {
      FindingCode code = FindingCode.LABEL_NOT_KEBAB;
      String expected = "words of small letters and digits, with single hyphens between";
      String suggestion = text.length() <= Names.MAX_CHARS ? NameCase.KEBAB.of(text) : "";
      findings.add(
          new Finding(
              code,
              path,
              code.severity(),
              expected,
              text,
              Names.isKebab(suggestion) ? suggestion : ""));
    }
  }

  private static void checkLabel(String path, String text, Findings findings) {
    if (!isLabel(text)) {
      findings.add(
          FindingCode.LABEL_NOT_KEBAB, path, "letters, digits, '.', '_', ':', '/' and '-'", text);
    }
  }

  private static boolean isLabel(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!isLetterOrDigit && (i == 0 || LABEL_MARKS.indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static void requireText(String path, String text, Findings findings) {
    if (text.isEmpty()) {
      findings.add(FindingCode.LABEL_NOT_KEBAB, path, "a word", "none");
    }
  }

  private static void checkEndpoints(Registration registration, Findings findings) {
    var endpoints = registration.content().endpoints();
    if (endpoints.isEmpty() && registration.key().kind() == Kind.SERVICE) {
      findings.add(FindingCode.ENDPOINT_MISSING, "/endpoints", "an endpoint of a service", "none");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < endpoints.size(); i++) {
      String path = "/endpoints/" + i + "/uri";
      String uri = endpoints.get(i).uri();
      EndpointUri.defect(uri)
          .ifPresent(expected -> findings.add(FindingCode.ENDPOINT_INVALID, path, expected, uri));
      if (!seen.add(uri)) {
        findings.add(FindingCode.ENDPOINT_REPEATED, path, "each endpoint once", uri);
      }
    }
  }

  private static void checkLease(Registration registration, Findings findings) {
    Lease lease = registration.lease();
    if (!lease.isBounded()) {
      if (registration.key().kind() == Kind.SERVICE) {
        findings.add(
            FindingCode.SERVICE_WITHOUT_LEASE,
            "/leaseMs",
            "a lease, so that a service that died is noticed",
            "none");
      }
    } else if (lease.ttlMs() < SHORT_LEASE_MS || lease.ttlMs() > LONG_LEASE_MS) {
      findings.add(
          FindingCode.UNUSUAL_LEASE,
          "/leaseMs",
          SHORT_LEASE_MS + " to " + LONG_LEASE_MS + " ms",
          lease.ttlMs() + " ms");
    }
  }

  private void checkMetadata(Content content, Findings findings) {
    Map<String, Object> metadata = content.metadata().values();
    metadata.forEach((name, value) -> {
      String path = "/metadata/" + name.replace("~", "~0").replace("/", "~1");
      if (!PROPERTY.matcher(name).matches()) {
        findings.add(
            FindingCode.METADATA_FIELD_NAME,
            path,
            "a letter, then letters, digits, '_' and '-'",
            name);
      }
      if (value == null) {
        findings.add(FindingCode.METADATA_NULL, path, "a value, or no property", "null");
      }
    });
    if (!content.metadataSchema().isEmpty()) {
      checkAgainstSchema(content, findings);
    }
  }

  private void checkAgainstSchema(Content content, Findings findings) {
    Optional<MetadataSchema> schema;
    try {
      schema = catalogue.schema(SchemaId.of(content.metadataSchema()));
    } catch (IllegalArgumentException e) {
      schema = Optional.empty();
    }
    if (schema.isEmpty()) {
      findings.add(
          FindingCode.METADATA_SCHEMA_UNKNOWN,
          "/metadataSchema",
          "one of " + catalogue.schemas(),
          content.metadataSchema());
      return;
    }
    for (var finding : schema.get().check(content.metadata())) {
      findings.add(
          FindingCode.METADATA_MISMATCH,
          "/metadata" + finding.path(),
          finding.expected(),
          finding.found());
    }
    for (String name : schema.get().deprecatedIn(content.metadata())) {
      findings.add(
          FindingCode.METADATA_FIELD_DEPRECATED,
          "/metadata/" + name,
          "no property that " + content.metadataSchema() + " has given up",
          name);
    }
  }
}
