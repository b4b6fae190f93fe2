package io.machinenative.axiom.engine.registry.model;

import java.util.Objects;

/**
 * Where something runs. Immutable; empty where nothing was said.
 *
 * @param platform for example {@code linux-x86_64}, or the name of a platform's record
 * @param region for example {@code eu-central}
 * @param zone within the region
 */
public record Placement(String platform, String region, String zone) {
  /** Nothing was said. */
  public static final Placement NOWHERE = new Placement("", "", "");

  public Placement {
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(zone, "zone");
  }
}
