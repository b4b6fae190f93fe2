package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.pipeline.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes plugins out that keep failing, with their tools, offers and operations, and puts them back
 * after a pause, when they are well again. Each time in a row the pause is twice as long; who has
 * served for the longest pause begins anew.
 *
 * <p>Owned by the conductor, but for {@link #takeOut}.
 */
final class Quarantine {
  /** Between two looks at who may come back. */
  static final long PERIOD_NS = 100_000_000L;

  /** How often one was taken out, and until when. */
  private static final class Sentence {
    private final PluginVersion version;
    private long pauseNs;
    private long untilNs;
    private long backNs;
    private boolean asked;

    Sentence(PluginVersion version) {
      this.version = version;
    }
  }

  private final Hosting hosting;
  private final Map<String, Sentence> sentences = new HashMap<>();

  Quarantine(Hosting hosting) {
    this.hosting = hosting;
  }

  /** A plugin is to be taken out. Any thread; nothing happens when it is out, or gone, already. */
  void takeOut(PluginVersion version, String why) {
    if (version.state() == PluginState.SERVING) {
      hosting
          .conductor()
          .submit(
              "take out " + version,
              () -> {
                takeOutNow(version, why);
                return null;
              })
          .whenComplete((done, failure) -> {
            if (failure != null) {
              hosting.errors().onError(failure);
            }
          });
    }
  }

  private void takeOutNow(PluginVersion version, String why) {
    if (version.state() != PluginState.SERVING) {
      return;
    }
    ErrorPolicy policy = version.settings().errors();
    boolean forever = policy.strategy() == ErrorPolicy.Strategy.STOP;
    Sentence sentence = sentences.get(version.id());
    if (sentence == null || sentence.version != version) {
      sentence = new Sentence(version);
      sentences.put(version.id(), sentence);
    }
    long nowNs = hosting.clock().nanoTime();
    boolean anew = sentence.pauseNs == 0 || nowNs - sentence.backNs > policy.pauseMaxNs();
    sentence.pauseNs =
        anew ? policy.pauseNs() : Math.min(2 * sentence.pauseNs, policy.pauseMaxNs());
    sentence.untilNs = forever ? nowNs + Long.MAX_VALUE / 2 : nowNs + sentence.pauseNs;
    sentence.asked = forever;
    int retryAfterMs = forever ? 0 : Math.clamp(sentence.pauseNs / 1_000_000, 1, Integer.MAX_VALUE);
    String reason = "plugin " + version.id() + " is taken out: it kept failing";
    version.step(PluginState.QUARANTINED, why); // before any caller is told so
    version.operations().close(reason);
    publish(version, version.closedRoutes(reason, retryAfterMs));
    hosting.errors().onError(Moments.fault(version.toString(), "is taken out: " + why, null));
  }

  private void publish(PluginVersion version, List<Route> routes) {
    hosting.catalogue().replace(version.published(), routes);
    version.published(routes);
  }

  /** Those whose pause is over, each told once: they are to be asked how they are. */
  List<PluginVersion> due() {
    if (sentences.isEmpty()) {
      return List.of();
    }
    long nowNs = hosting.clock().nanoTime();
    List<PluginVersion> due = new ArrayList<>();
    for (Sentence sentence : sentences.values()) {
      boolean out = sentence.version.state() == PluginState.QUARANTINED;
      if (out && !sentence.asked && nowNs - sentence.untilNs >= 0) {
        sentence.asked = true;
        due.add(sentence.version);
      }
    }
    sentences.values().removeIf(s -> !s.version.state().serves() && !isOut(s.version));
    return due;
  }

  private static boolean isOut(PluginVersion version) {
    return version.state() == PluginState.QUARANTINED;
  }

  /** It is well again. */
  void putBack(PluginVersion version) {
    if (isOut(version)) {
      version.operations().open();
      publish(version, version.openRoutes());
      version.step(PluginState.SERVING, "it is well again");
      Sentence sentence = sentences.get(version.id());
      if (sentence != null) {
        sentence.backNs = hosting.clock().nanoTime();
      }
    }
  }

  /** It is not: twice as long. */
  void keepOut(PluginVersion version) {
    Sentence sentence = sentences.get(version.id());
    if (isOut(version) && sentence != null) {
      ErrorPolicy policy = version.settings().errors();
      sentence.pauseNs = Math.min(2 * sentence.pauseNs, policy.pauseMaxNs());
      sentence.untilNs = hosting.clock().nanoTime() + sentence.pauseNs;
      sentence.asked = false;
    }
  }
}
