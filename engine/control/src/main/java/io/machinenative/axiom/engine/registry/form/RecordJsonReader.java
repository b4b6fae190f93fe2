package io.machinenative.axiom.engine.registry.form;

import io.machinenative.axiom.engine.registry.model.About;
import io.machinenative.axiom.engine.registry.model.Content;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Endpoint;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Labels;
import io.machinenative.axiom.engine.registry.model.Lease;
import io.machinenative.axiom.engine.registry.model.Placement;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads what {@link RecordJson} writes. Stateless. Names that it does not know are skipped; whether
 * there may be such is asked by the validation.
 */
public final class RecordJsonReader {
  private final Map<?, ?> values;
  private final String path;

  private RecordJsonReader(Map<?, ?> values, String path) {
    this.values = values;
    this.path = path;
  }

  /**
   * What an object asks to be registered; what only a registry writes is skipped. A status that is
   * not given is active.
   *
   * @throws MalformedRecordException when something is missing or does not fit; names the place
   */
  public static Registration registration(Map<?, ?> values) {
    return new RecordJsonReader(values, "").registration();
  }

  /**
   * A record with its stamp and statistics.
   *
   * @throws MalformedRecordException when something is missing or does not fit; names the place
   */
  public static RegistryRecord record(Map<?, ?> values) {
    return new RecordJsonReader(values, "").record();
  }

  private RegistryRecord record() {
    Registration registration = registration();
    Stamp stamp =
        new Stamp(number("revision", 0), number("registeredAtMs", 0), number("updatedAtMs", 0));
    return new RegistryRecord(
        registration.key(),
        registration.content(),
        registration.status(),
        registration.health(),
        registration.lease(),
        object("statistics").map(RecordJsonReader::statistics).orElse(Statistics.NONE),
        stamp);
  }

  private Statistics statistics() {
    return at(
        "",
        () ->
            new Statistics(
                number("calls", 0),
                number("errors", 0),
                number("totalTimeNs", 0),
                number("lastCallAtMs", 0)));
  }

  private Registration registration() {
    Kind kind = parsed("kind", required("kind"), Kind::of);
    SemanticVersion version = parsed("version", required("version"), SemanticVersion::of);
    String name = required("name");
    RecordKey key = at("", () -> new RecordKey(kind, name, version, text("instance", "")));
    Status status = parsed("status", text("status", Status.ACTIVE.label()), Status::of);
    Health health = parsed("health", text("health", Health.UNKNOWN.label()), Health::of);
    return new Registration(key, content(), status, health, lease());
  }

  private Lease lease() {
    long ttlMs = number("leaseMs", 0);
    String expiredFrom = text("expiredFrom", "");
    Optional<Status> status =
        expiredFrom.isEmpty()
            ? Optional.empty()
            : Optional.of(parsed("expiredFrom", expiredFrom, Status::of));
    return at("/leaseMs", () -> new Lease(ttlMs, status));
  }

  private Content content() {
    return new Content(
        new About(text("title", ""), text("description", ""), text("author", "")),
        new Labels(text("type", ""), text("category", ""), texts("tags"), texts("capabilities")),
        new Placement(text("platform", ""), text("region", ""), text("zone", "")),
        elements("endpoints").stream().map(RecordJsonReader::endpoint).toList(),
        document("configuration"),
        document("metadata"),
        text("metadataSchema", ""));
  }

  private Endpoint endpoint() {
    long weight = number("weight", Endpoint.DEFAULT_WEIGHT);
    String uri = required("uri");
    return at("/weight", () -> new Endpoint(uri, Math.toIntExact(weight)));
  }

  private Document document(String name) {
    return object(name)
        .map(reader -> Document.of(RecordJsonReader.<Map<String, Object>>as(reader.values)))
        .orElse(Document.EMPTY);
  }

  private String required(String name) {
    if (!values.containsKey(name)) {
      throw failure("/" + name, "a value", "none");
    }
    return text(name, "");
  }

  private String text(String name, String otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw failure("/" + name, "text", value);
  }

  private long number(String name, long otherwise) {
    Object value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw failure("/" + name, "a whole number of 64 bits", value);
  }

  private List<String> texts(String name) {
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String)) {
        throw failure("/" + name + "/" + i, "text", list.get(i));
      }
    }
    return as(list);
  }

  private List<RecordJsonReader> elements(String name) {
    List<?> list = list(name);
    return IntStream.range(0, list.size())
        .mapToObj(i -> reader(list.get(i), "/" + name + "/" + i))
        .toList();
  }

  private List<?> list(String name) {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw failure("/" + name, "an array", value);
  }

  private Optional<RecordJsonReader> object(String name) {
    Object value = values.get(name);
    return value == null ? Optional.empty() : Optional.of(reader(value, "/" + name));
  }

  private RecordJsonReader reader(Object value, String place) {
    if (value instanceof Map<?, ?> object) {
      return new RecordJsonReader(object, path + place);
    }
    throw failure(place, "an object", value);
  }

  private <T> T parsed(String name, String text, Function<String, T> parser) {
    return at("/" + name, () -> parser.apply(text));
  }

  private <T> T at(String place, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedRecordException(path + place, e.getMessage(), e);
    }
  }

  private MalformedRecordException failure(String place, String expected, Object found) {
    return new MalformedRecordException(
        path + place, "expected " + expected + ", got " + found, null);
  }

  @SuppressWarnings("unchecked")
  private static <T> T as(Object value) {
    return (T) value;
  }
}
