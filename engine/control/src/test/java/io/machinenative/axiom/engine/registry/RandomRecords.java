package io.machinenative.axiom.engine.registry;

import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Records drawn from a seed: few values of each field, so that they meet. */
public final class RandomRecords {
  private static final String[] WORDS = {
    "pay", "payments", "card", "cart", "core", "echo", "order", "ledger", "image", "index"
  };
  private static final String[] TAGS = {"fast", "beta", "eu", "gpu", "cheap", "rare", "batch"};
  private static final String[] PLATFORMS = {"", "linux-x86_64", "linux-aarch64", "macos-aarch64"};
  private static final String[] VERSIONS = {
    "0.1.0", "1.0.0", "1.2.0", "1.2.3", "1.10.0", "2.0.0-rc.1", "2.0.0", "3.1.4"
  };

  private final SplittableRandom random;
  private final int instances;

  /**
   * @param instances how many of a service there may be: the more, the fewer records meet
   */
  public RandomRecords(SplittableRandom random, int instances) {
    this.random = random;
    this.instances = instances;
  }

  public RecordKey key() {
    Kind kind = oneOf(Kind.values());
    String name =
        random.nextBoolean()
            ? "com." + oneOf(WORDS) + "." + oneOf(WORDS)
            : oneOf(WORDS) + "-" + oneOf(WORDS) + "-" + kind.label() + "-v1";
    String instance = kind == Kind.SERVICE ? "i-" + random.nextInt(instances) : "";
    return new RecordKey(kind, name, SemanticVersion.of(oneOf(VERSIONS)), instance);
  }

  public Registration registration() {
    return registration(key());
  }

  public Registration registration(RecordKey key) {
    return Registration.of(key)
        .about(oneOf(WORDS) + " " + oneOf(WORDS), random.nextBoolean() ? "ü – 日本 😀" : "", "me")
        .placed(oneOf(PLATFORMS), random.nextBoolean() ? "eu" : "us", "z" + random.nextInt(3))
        .type("type-" + random.nextInt(4))
        .category("category-" + random.nextInt(6))
        .tags(some(TAGS))
        .capabilities(some(WORDS))
        .endpoint("tcp://10.0.0." + random.nextInt(250) + ":7400")
        .configuration(Document.of(Map.of("size", random.nextInt(10))))
        .metadata(
            random.nextBoolean() ? Document.EMPTY : Document.of(Map.of("owner", oneOf(WORDS))),
            random.nextBoolean() ? "" : "service@1.0.0")
        .status(status())
        .health(oneOf(Health.values()))
        .leaseMs(random.nextInt(3) == 0 ? random.nextLong(1, 4_000_000_000L) % 2_592_000_000L : 0)
        .build();
  }

  /** One that a registration may begin with. */
  public Status status() {
    Status[] all = Status.values();
    return all[random.nextInt(all.length - 1)];
  }

  public RegistryRecord record(long revision) {
    return record(key(), revision);
  }

  public RegistryRecord record(RecordKey key, long revision) {
    Registration registration = registration(key);
    long registeredAtMs = random.nextLong(1_000);
    return new RegistryRecord(
        key,
        registration.content(),
        registration.status(),
        registration.health(),
        random.nextInt(4) == 0 && registration.lease().isBounded()
            ? registration.lease().expiredFrom(Status.ACTIVE)
            : registration.lease(),
        random.nextBoolean()
            ? Statistics.NONE
            : new Statistics(5, random.nextInt(5), random.nextLong(1 << 20), 7),
        new Stamp(revision, registeredAtMs, registeredAtMs + random.nextLong(1_000)));
  }

  public <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  public String word() {
    return oneOf(WORDS);
  }

  public String tag() {
    return oneOf(TAGS);
  }

  public String platform() {
    return oneOf(PLATFORMS);
  }

  private String[] some(String[] values) {
    List<String> some = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      some.add(oneOf(values));
    }
    return some.toArray(String[]::new);
  }
}
