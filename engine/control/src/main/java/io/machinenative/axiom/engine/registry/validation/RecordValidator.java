package io.machinenative.axiom.engine.registry.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordJsonReader;
import io.machinenative.axiom.engine.registry.metadata.MetadataCatalogue;
import io.machinenative.axiom.engine.registry.model.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks records stage by stage. A stage that finds errors in structure or schema ends the way;
 * semantics, security and limits are all told. Immutable, any thread; a check allocates.
 */
public final class RecordValidator implements RegistrationCheck {
  private static final String SCHEMA = "record.schema.json";

  private final Mode mode;
  private final ContentLimits limits;
  private final JsonSchema schema;
  private final Semantics semantics;

  /**
   * @param catalogue the schemas that metadata may name
   */
  public RecordValidator(Mode mode, ContentLimits limits, MetadataCatalogue catalogue) {
    this.mode = Objects.requireNonNull(mode, "mode");
    this.limits = Objects.requireNonNull(limits, "limits");
    semantics = new Semantics(catalogue);
    schema = JsonSchema.compile(schemaText());
  }

  /** JSON Schema 2020-12 of a record in JSON. */
  public static String schemaText() {
    try (InputStream in = RecordValidator.class.getResourceAsStream(SCHEMA)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + SCHEMA, e);
    }
  }

  @Override
  public List<Finding> check(Registration registration) {
    Findings findings = new Findings(mode);
    checkRegistration(registration, findings);
    return findings.list();
  }

  private void checkRegistration(Registration registration, Findings findings) {
    semantics.check(registration, findings);
    Security.check(registration, findings);
    Limits.check(registration, limits, findings);
  }

  /**
   * Checks one record.
   *
   * @param json an object in UTF-8
   */
  public Validation check(byte[] json) {
    Findings findings = new Findings(mode);
    Object value = read(json, findings);
    return findings.hasErrors() ? failed(findings) : check(value);
  }

  /**
   * Checks many records, each by itself.
   *
   * @param json an array of objects in UTF-8
   * @return for each the findings, whose paths begin with its position; of a single one when it is
   *     no array
   */
  public List<Validation> checkAll(byte[] json) {
    Findings findings = new Findings(mode);
    Object value = read(json, findings);
    if (!findings.hasErrors() && !(value instanceof List<?>)) {
      findings.add(FindingCode.NOT_AN_OBJECT, "", "an array of objects", typeOf(value));
    }
    if (findings.hasErrors()) {
      return List.of(failed(findings));
    }
    List<?> array = (List<?>) value;
    List<Validation> all = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      all.add(check(array.get(i)).below("/" + i));
    }
    return all;
  }

  private static Object read(byte[] json, Findings findings) {
    try {
      return Json.read(json);
    } catch (ToolException e) {
      findings.add(FindingCode.NOT_JSON, "", "one JSON value in UTF-8", e.getMessage());
      return null;
    }
  }

  private Validation check(Object value) {
    Findings findings = new Findings(mode);
    if (!(value instanceof Map<?, ?> object)) {
      findings.add(FindingCode.NOT_AN_OBJECT, "", "an object", typeOf(value));
      return failed(findings);
    }
    checkSchema(object, findings);
    if (findings.hasErrors()) {
      return failed(findings);
    }
    Registration registration;
    try {
      registration = RecordJsonReader.registration(object);
    } catch (MalformedRecordException e) {
      String expected = e.getMessage().substring(e.path().isEmpty() ? 0 : e.path().length() + 2);
      findings.add(FindingCode.VALUE_INVALID, e.path(), expected, "another");
      return failed(findings);
    }
    checkRegistration(registration, findings);
    return findings.hasErrors()
        ? failed(findings)
        : new Validation(findings.list(), Optional.of(registration));
  }

  private void checkSchema(Map<?, ?> object, Findings findings) {
    List<io.machinenative.axiom.engine.json.Finding> mismatches;
    try {
      mismatches = schema.check(Json.write(object));
    } catch (ToolException e) {
      findings.add(FindingCode.NOT_JSON, "", "JSON within bounds", e.getMessage());
      return;
    }
    for (var mismatch : mismatches) {
      findings.add(
          FindingCode.SCHEMA_MISMATCH, mismatch.path(), mismatch.expected(), mismatch.found());
    }
  }

  private static Validation failed(Findings findings) {
    return new Validation(findings.list(), Optional.empty());
  }

  private static String typeOf(Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> object -> "object of " + object.size() + " properties";
      case List<?> array -> "array of " + array.size() + " elements";
      default -> value.toString();
    };
  }
}
