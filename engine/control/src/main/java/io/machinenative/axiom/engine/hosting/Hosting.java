package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.base.BackgroundWork;
import io.machinenative.axiom.engine.control.Catalogue;
import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.plugin.lent.Lender;
import io.machinenative.axiom.engine.registry.model.SemanticVersion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/** What everybody who hosts plugins shares. Any thread. */
final class Hosting {
  private final Lender lender;
  private final Catalogue catalogue;
  private final Conductor conductor;
  private final PluginBudgets budgets;
  private final Moments moments;
  private final NanoClock clock;
  private final BackgroundWork background;
  private final EngineCounters counters;
  private final ErrorHandler errors;
  private final SemanticVersion engine;
  private final SettingsSource settings;
  private final LeftClasses leftClasses;
  private final List<PluginListener> listeners = new CopyOnWriteArrayList<>();

  /** Is told of versions that fail too often; set once, by the host. */
  private volatile BiConsumer<PluginVersion, String> takeOut = (version, why) -> {};

  Hosting(
      Lender lender,
      Catalogue catalogue,
      Conductor conductor,
      PluginBudgets budgets,
      Moments moments,
      NanoClock clock,
      BackgroundWork background,
      EngineCounters counters,
      ErrorHandler errors,
      SemanticVersion engine,
      SettingsSource settings) {
    this.lender = lender;
    this.catalogue = catalogue;
    this.conductor = conductor;
    this.budgets = budgets;
    this.moments = moments;
    this.clock = clock;
    this.background = background;
    this.counters = counters;
    this.errors = errors;
    this.engine = engine;
    this.settings = settings;
    leftClasses =
        new LeftClasses(
            budgets.collectNs(), clock, GarbageCollections::ofClasses, counters, errors);
  }

  Lender lender() {
    return lender;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Conductor conductor() {
    return conductor;
  }

  PluginBudgets budgets() {
    return budgets;
  }

  Moments moments() {
    return moments;
  }

  NanoClock clock() {
    return clock;
  }

  /** Is told of whatever takes a core for milliseconds. */
  BackgroundWork background() {
    return background;
  }

  EngineCounters counters() {
    return counters;
  }

  ErrorHandler errors() {
    return errors;
  }

  SemanticVersion engine() {
    return engine;
  }

  SettingsSource settings() {
    return settings;
  }

  LeftClasses leftClasses() {
    return leftClasses;
  }

  void onTakeOut(BiConsumer<PluginVersion, String> whoTakesOut) {
    takeOut = whoTakesOut;
  }

  void listen(PluginListener listener) {
    listeners.add(listener);
  }

  /** Tells all listeners of a step. */
  void tell(String id, String version, PluginState from, PluginState to, String why) {
    tellAll(listener -> listener.onStep(id, version, from, to, why));
  }

  /** Tells all listeners how a version is. */
  void tellHealth(String id, String version, String sick) {
    tellAll(listener -> listener.onHealth(id, version, sick));
  }

  private void tellAll(Consumer<PluginListener> news) {
    for (PluginListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        errors.onError(e);
      }
    }
  }

  /** What stands between the calls of a version and its tools. */
  CallGuard guardOf(PluginVersion version) {
    return new CallGuard(
        version.figures(),
        version.settings().errors(),
        catalogue,
        clock,
        why -> takeOut.accept(version, why));
  }
}
