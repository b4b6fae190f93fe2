package io.machinenative.axiom.engine.registry.validation;

import io.machinenative.axiom.engine.registry.form.RecordEncoder;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import java.util.List;

/** Whether a record is too long, too deep, or has too many of something. For one record. */
final class Limits implements TextVisitor {
  /** Never NONE, so that a record still fits after its use was reported. */
  private static final Statistics USED = new Statistics(1, 0, 0, 0);

  private final ContentLimits limits;
  private final Findings findings;

  private Limits(ContentLimits limits, Findings findings) {
    this.limits = limits;
    this.findings = findings;
  }

  static void check(Registration registration, ContentLimits limits, Findings findings) {
    Content content = registration.content();
    Limits check = new Limits(limits, findings);
    check.atMost("/tags", limits.tags(), content.labels().tags().size());
    check.atMost("/capabilities", limits.tags(), content.labels().capabilities().size());
    check.atMost("/endpoints", limits.endpoints(), content.endpoints().size());
    TextVisitor.visit(registration, check);
    checkBytes(registration, findings);
  }

  private void atMost(String path, int expected, int found) {
    if (found > expected) {
      findings.add(FindingCode.TOO_MANY, path, "at most " + expected, Integer.toString(found));
    }
  }

  private static void checkBytes(Registration registration, Findings findings) {
    RegistryRecord record =
        new RegistryRecord(
            registration.key(),
            registration.content(),
            registration.status(),
            registration.health(),
            registration.lease(),
            USED,
            new Stamp(0, 0, 0));
    try {
      new RecordEncoder().encode(record);
    } catch (IllegalArgumentException e) {
      findings.add(
          FindingCode.RECORD_TOO_LARGE,
          "",
          "at most " + RecordEncoder.MAX_RECORD_BYTES + " bytes",
          e.getMessage());
    }
  }

  @Override
  public void onText(Place place, String path, String text) {
    int most =
        switch (place) {
          case PROSE -> limits.descriptionChars();
          case VALUE -> limits.textChars();
          case PROPERTY -> limits.labelChars();
          case LINE -> lineChars(path);
        };
    if (text.length() > most) {
      findings.add(
          FindingCode.TEXT_TOO_LONG,
          path,
          "at most " + most + " characters",
          text.length() + " characters");
    }
  }

  private int lineChars(String path) {
    if (path.startsWith("/endpoints/")) {
      return limits.uriChars();
    }
    return path.equals("/title") || path.equals("/author")
        ? limits.titleChars()
        : limits.labelChars();
  }

  @Override
  public void onNested(String path, Object value, int depth) {
    if (depth == limits.depth() + 1) {
      findings.add(
          FindingCode.EXCESSIVE_NESTING,
          path,
          "at most " + limits.depth() + " objects and arrays within one another",
          "more");
    }
    if (value instanceof List<?> array && array.size() > limits.elements()) {
      findings.add(
          FindingCode.LARGE_ARRAY,
          path,
          "at most " + limits.elements() + " elements",
          array.size() + " elements");
    }
  }
}
