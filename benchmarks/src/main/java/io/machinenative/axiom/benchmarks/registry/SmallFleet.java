package io.machinenative.axiom.benchmarks.registry;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.RegistryRecord;
import io.machinenative.axiom.engine.registry.model.Stamp;
import io.machinenative.axiom.engine.registry.model.Statistics;
import io.machinenative.axiom.engine.registry.model.Status;

/**
 * Small records: half of them instances of ten thousand services, with leases, and half tools of
 * which each has a name of its own. Stateless.
 */
final class SmallFleet {
  private static final int SERVICES = 10_000;
  private static final long FIRST_MS = 1_750_000_000_000L;

  private SmallFleet() {}

  /** The record of a number, which is also its revision. */
  static RegistryRecord record(int number) {
    Registration registration = number % 2 == 0 ? instance(number / 2) : tool(number);
    return new RegistryRecord(
        registration.key(),
        registration.content(),
        registration.status(),
        registration.health(),
        registration.lease(),
        Statistics.NONE,
        new Stamp(number, FIRST_MS + number, FIRST_MS + number));
  }

  private static Registration instance(int number) {
    int service = number % SERVICES;
    return Registration.of(
            RecordKey.service(
                "shop-" + service + "-service-v1",
                "1." + service % 4 + ".0",
                "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255)))
        .category("category-" + service % 20)
        .tags("tag-" + number % 50)
        .status(number % 10 == 0 ? Status.INACTIVE : Status.ACTIVE)
        .health(Health.HEALTHY)
        .leaseMs(30_000)
        .build();
  }

  private static Registration tool(int number) {
    return Registration.of(
            RecordKey.of(Kind.TOOL, "shop.team-" + number % 100 + ".tool-" + number, "1.0.0"))
        .category("category-" + number % 20)
        .tags("tag-" + number % 50)
        .status(Status.ACTIVE)
        .build();
  }
}
