package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.SplittableRandom;

/**
 * Services as a large company might run them: instances of two thousand names, with tags of which a
 * few are on nearly all and most on few. The same seed makes the same fleet. For one thread.
 */
final class Fleet {
  private static final String[] DOMAINS = {
    "payments",
    "orders",
    "catalogue",
    "search",
    "media",
    "identity",
    "ledger",
    "risk",
    "mail",
    "maps"
  };
  private static final String[] NOUNS = {
    "gateway", "index", "worker", "reader", "writer", "cache", "router", "store", "pricing", "quota"
  };
  private static final String[] PLATFORMS = {
    "linux-x86_64",
    "linux-x86_64",
    "linux-x86_64",
    "linux-aarch64",
    "linux-aarch64",
    "macos-aarch64"
  };
  private static final String[] VERSIONS = {
    "1.0.0", "1.1.0", "1.2.0", "1.2.1", "1.2.2", "1.3.0", "1.4.0", "1.4.1-rc.1", "1.5.0", "1.6.0"
  };
  private static final int TAGS = 200;
  private static final int CAPABILITIES = 100;

  private final SplittableRandom random;

  Fleet(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The service of a number: its name is of two thousand, its instance is its own. */
  Registration service(int number) {
    int name = number % 2_000;
    String domain = DOMAINS[name % DOMAINS.length];
    String noun = NOUNS[name / DOMAINS.length % NOUNS.length];
    String instance = "10." + number / 65_536 + "." + number / 256 % 256 + "." + number % 256;
    return Registration.of(
            RecordKey.service(
                domain + "-" + noun + "-" + name / 100 + "-service-v1",
                VERSIONS[random.nextInt(VERSIONS.length)],
                instance))
        .about(noun + " of " + domain, "", "team-" + name % 40)
        .placed(PLATFORMS[random.nextInt(PLATFORMS.length)], region(), "z" + random.nextInt(3))
        .type("type-" + name % 8)
        .category("category-" + name % 20)
        .tags(tag(), tag(), tag())
        .capabilities("can-" + rare(CAPABILITIES), "can-" + rare(CAPABILITIES))
        .endpoint("tcp://" + instance + ":7400")
        .status(random.nextInt(10) == 0 ? Status.INACTIVE : Status.ACTIVE)
        .health(random.nextInt(20) == 0 ? Health.UNHEALTHY : Health.HEALTHY)
        .leaseMs(30_000)
        .build();
  }

  private String region() {
    return "region-" + random.nextInt(4);
  }

  private String tag() {
    return "tag-" + rare(TAGS);
  }

  /** Low numbers often, high ones seldom. */
  private int rare(int bound) {
    double skewed = random.nextDouble() * random.nextDouble() * random.nextDouble();
    return (int) (skewed * bound);
  }
}
