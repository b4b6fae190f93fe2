package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.WireLimits;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a watch begins with. Immutable.
 *
 * @param after the last revision that is known; empty: what is there now
 * @param feedId of the feed in which that revision was seen, as {@link RegistryWatch#feedId} said;
 *     empty: not known, and a registry that came back from a backup may go unnoticed
 * @param kind only of records of this kind; empty: of any
 * @param namePrefix only of records whose names begin so; empty: of any
 */
public record WatchOptions(
    OptionalLong after, Optional<UUID> feedId, Optional<String> kind, String namePrefix) {
  /** Everything from now on. */
  public static final WatchOptions NOW =
      new WatchOptions(OptionalLong.empty(), Optional.empty(), Optional.empty(), "");

  public WatchOptions {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(feedId, "feedId");
    Objects.requireNonNull(kind, "kind");
    if (after.isPresent() && after.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "after: expected a revision of 0 or more, got " + after.getAsLong());
    }
    RegistryRequests.bounded("namePrefix", namePrefix, WireLimits.MAX_RECORD_TEXT_BYTES);
  }

  /** Everything after a revision, whichever feed it was seen in. */
  public static WatchOptions after(long revision) {
    return new WatchOptions(OptionalLong.of(revision), Optional.empty(), Optional.empty(), "");
  }

  /** The same for some records only. */
  public WatchOptions only(Optional<String> ofKind, String withPrefix) {
    return new WatchOptions(after, feedId, ofKind, withPrefix);
  }

  /** The same, from a known feed. */
  public WatchOptions of(Optional<UUID> knownFeed) {
    return new WatchOptions(after, knownFeed, kind, namePrefix);
  }
}
