package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.Status;
import io.machinenative.axiom.engine.registry.model.VersionRange;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which records are asked for: those that fit every part that is given. Immutable.
 *
 * @param name whole
 * @param tags all of them
 * @param capabilities all of them
 * @param statuses any of them; empty: whatever it is
 * @param healths any of them; empty: whatever it is
 * @param textPrefix a word of the name or the title begins so, whatever its case; or, when it has
 *     dots, hyphens or underscores, the name does, letter for letter; empty: any
 */
public record Filter(
    Optional<Kind> kind,
    Optional<String> name,
    Optional<VersionRange> versions,
    Optional<String> platform,
    Optional<String> type,
    Optional<String> category,
    Optional<String> region,
    Optional<String> zone,
    List<String> tags,
    List<String> capabilities,
    Set<Status> statuses,
    Set<Health> healths,
    TimeRange registered,
    TimeRange updated,
    String textPrefix) {
  /** Every record. */
  public static final Filter ALL = where().build();

  /** A text prefix's length, at most. */
  public static final int MAX_PREFIX_CHARS = 128;

  public Filter {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(versions, "versions");
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(zone, "zone");
    tags = tags.stream().distinct().sorted().toList();
    capabilities = capabilities.stream().distinct().sorted().toList();
    statuses = statuses.isEmpty() ? Set.of() : Set.copyOf(statuses);
    healths = healths.isEmpty() ? Set.of() : Set.copyOf(healths);
    Objects.requireNonNull(registered, "registered");
    Objects.requireNonNull(updated, "updated");
    if (textPrefix.length() > MAX_PREFIX_CHARS) {
      throw new IllegalArgumentException(
          "expected a text prefix of at most "
              + MAX_PREFIX_CHARS
              + " characters, got "
              + textPrefix.length());
    }
    textPrefix = Words.isOfName(textPrefix) ? textPrefix : textPrefix.toLowerCase(Locale.ROOT);
  }

  /** Nothing is asked for yet. */
  public static Builder where() {
    return new Builder();
  }

  /** Collects what is asked for. For one thread. */
  public static final class Builder {
    private final EnumSet<Status> statuses = EnumSet.noneOf(Status.class);
    private final EnumSet<Health> healths = EnumSet.noneOf(Health.class);
    private Optional<Kind> kind = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<VersionRange> versions = Optional.empty();
    private Optional<String> platform = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<String> category = Optional.empty();
    private Optional<String> region = Optional.empty();
    private Optional<String> zone = Optional.empty();
    private List<String> tags = List.of();
    private List<String> capabilities = List.of();
    private TimeRange registered = TimeRange.ALWAYS;
    private TimeRange updated = TimeRange.ALWAYS;
    private String textPrefix = "";

    private Builder() {}

    public Builder kind(Kind value) {
      kind = Optional.of(value);
      return this;
    }

    public Builder name(String value) {
      name = Optional.of(value);
      return this;
    }

    /**
     * @param range as {@link VersionRange} draws it
     */
    public Builder versions(String range) {
      versions = Optional.of(VersionRange.of(range));
      return this;
    }

    public Builder platform(String value) {
      platform = Optional.of(value);
      return this;
    }

    public Builder type(String value) {
      type = Optional.of(value);
      return this;
    }

    public Builder category(String value) {
      category = Optional.of(value);
      return this;
    }

    public Builder region(String value) {
      region = Optional.of(value);
      return this;
    }

    public Builder zone(String value) {
      zone = Optional.of(value);
      return this;
    }

    public Builder tags(String... values) {
      tags = List.of(values);
      return this;
    }

    public Builder capabilities(String... values) {
      capabilities = List.of(values);
      return this;
    }

    public Builder status(Status... values) {
      statuses.addAll(List.of(values));
      return this;
    }

    public Builder health(Health... values) {
      healths.addAll(List.of(values));
      return this;
    }

    public Builder registered(TimeRange value) {
      registered = value;
      return this;
    }

    public Builder updated(TimeRange value) {
      updated = value;
      return this;
    }

    public Builder textPrefix(String value) {
      textPrefix = value;
      return this;
    }

    public Filter build() {
      return new Filter(
          kind,
          name,
          versions,
          platform,
          type,
          category,
          region,
          zone,
          tags,
          capabilities,
          statuses,
          healths,
          registered,
          updated,
          textPrefix);
    }
  }
}
