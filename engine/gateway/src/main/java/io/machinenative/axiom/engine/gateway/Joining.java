package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.engine.config.UpstreamConfig;
import io.machinenative.axiom.engine.gateway.call.UpstreamCalls;
import io.machinenative.axiom.engine.gateway.session.Lists;
import io.machinenative.axiom.engine.gateway.session.RemoteOffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts what one upstream server lists among our tools and offers: a plugin of its own, whose next
 * version takes the place of the one before. Used by the thread that looks after the server; its
 * numbers are read by any.
 */
final class Joining {
  /** Then the next look at the lists is the next try. */
  private static final int MOST_REFUSED = 4;

  private final UpstreamConfig config;
  private final PluginSlot slot;
  private final UpstreamCalls calls;
  private final Notes notes;
  private final Runnable again;

  /** In a row, by the host of plugins. */
  private final AtomicInteger refused = new AtomicInteger();

  private volatile Announcements announcements = Announcements.NONE;
  private volatile int tools;
  private volatile int offers;

  // of its thread
  private Lists joined;
  private int generation;
  private CompletableFuture<?> serving = CompletableFuture.completedFuture(null);

  /**
   * @param slot where plugins are put
   * @param again is run when it is worth another try
   */
  Joining(
      UpstreamConfig config, PluginSlot slot, UpstreamCalls calls, Notes notes, Runnable again) {
    this.config = config;
    this.slot = slot;
    this.calls = calls;
    this.notes = notes;
    this.again = again;
  }

  /** Whether these lists are not what is served. */
  boolean isDue(Lists lists) {
    return !lists.equals(joined) || refused.get() > 0;
  }

  /**
   * Serves what a server lists, in the place of what it listed before.
   *
   * @param completions whether it completes arguments
   */
  void join(Lists lists, boolean completions) {
    generation++;
    Joined ours =
        new Joined(
            config,
            lists,
            calls,
            completions,
            slot.takenByOthers(UpstreamPlugin.idOf(config.name())));
    lists.problems().forEach(notes::add);
    ours.problems().forEach(notes::add);
    joined = lists;
    serving =
        slot.put(
            new UpstreamPlugin(
                config.name(),
                generation,
                ours.tools(),
                ours.offers(),
                lent -> announcements = lent),
            ours.routes());
    serving.whenComplete((done, failure) -> onPut(ours, failure));
  }

  private void onPut(Joined ours, Throwable failure) {
    if (failure == null) {
      refused.set(0);
      tools = ours.tools().size();
      offers = ours.offers().size();
    } else {
      notes.add("what it lists cannot be joined: " + failure.getMessage());
      if (refused.incrementAndGet() < MOST_REFUSED) {
        again.run(); // somebody else was first with a name: that is seen then
      }
    }
  }

  /** Completed when what was joined last is served, or refused. */
  CompletableFuture<?> serving() {
    return serving;
  }

  /**
   * Resources that are joined, as the server names them.
   *
   * @param most so many of them
   */
  List<String> resources(int most) {
    return joined.offers().stream()
        .filter(offer -> offer.kind() == RemoteOffer.Kind.RESOURCE)
        .map(RemoteOffer::key)
        .limit(most)
        .toList();
  }

  /** A resource is another now. Any thread. */
  void updated(String uri) {
    announcements.resourceUpdated(uri);
  }

  /** Tools that are served. */
  int tools() {
    return tools;
  }

  /** Resources, templates and prompts that are served. */
  int offers() {
    return offers;
  }
}
