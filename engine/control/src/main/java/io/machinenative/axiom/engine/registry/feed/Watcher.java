package io.machinenative.axiom.engine.registry.feed;

import java.util.Objects;

/**
 * Follows a feed from a revision on. Holds that number and nothing else, however far behind it is.
 * For one thread at a time, which may be another than the feed's writer.
 *
 * <p>When a poll says {@link ChangeFeed#RESYNC}: take the feed's revision, read all records, call
 * {@link #resume} with that revision, go on. A change made while they were read may then be shown
 * again; its revision tells.
 */
public final class Watcher {
  private final ChangeFeed feed;
  private final WatchFilter filter;
  private long revision;

  /**
   * @param afterRevision the last that is known already; 0 for all from the registry's first
   */
  public Watcher(ChangeFeed feed, WatchFilter filter, long afterRevision) {
    this.feed = Objects.requireNonNull(feed, "feed");
    this.filter = Objects.requireNonNull(filter, "filter");
    revision = afterRevision;
  }

  /** All up to here was shown, or did not fit. */
  public long revision() {
    return revision;
  }

  /** How many changes it is behind. */
  public long lag() {
    return feed.revision() - revision;
  }

  /**
   * Hands over what fits of the next changes.
   *
   * <p>What the handler throws passes through, and its change is shown again by the next poll.
   *
   * @param limit of changes looked at
   * @return how many were looked at, or {@link ChangeFeed#RESYNC}, after which nothing moves before
   *     {@link #resume}
   */
  public int poll(int limit, ChangeHandler handler) {
    return feed.read(
        revision,
        limit,
        change -> {
          if (filter.fits(change.key())) {
            handler.onChange(change);
          }
          revision = change.revision();
        });
  }

  /** Goes on after a revision, once all records were read. */
  public void resume(long afterRevision) {
    revision = afterRevision;
  }
}
