package io.machinenative.axiom.engine.hosting;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Looks after versions that serve: asks them how they are, takes them out of service and back, and
 * undoes swaps that went wrong. What is to be done is found on the conductor, and done on the
 * thread of changes.
 */
final class Upkeep {
  private final Hosting hosting;
  private final Changes changes;
  private final Trials trials;
  private final Quarantine quarantine;
  private final Watchdog watchdog;
  private final Consumer<String> rollback;
  private final ExecutorService executor;

  /**
   * @param rollback puts the version back that served before, by id
   * @param executor runs one change at a time
   */
  Upkeep(
      Hosting hosting,
      Changes changes,
      Trials trials,
      Consumer<String> rollback,
      ExecutorService executor) {
    this.hosting = hosting;
    this.changes = changes;
    this.trials = trials;
    this.rollback = rollback;
    this.executor = executor;
    quarantine = new Quarantine(hosting);
    watchdog = new Watchdog(hosting, changes);
    hosting.onTakeOut(this::takeOut);
  }

  /** Looks after what serves, from now on. By the starter, before the conductor runs. */
  void begin() {
    hosting.conductor().every(Quarantine.PERIOD_NS, this::look);
    hosting.conductor().every(LeftClasses.PERIOD_NS, this::lookForClasses);
  }

  /**
   * On the conductor: what is to be done is done on the thread of changes. Nothing is allocated
   * when nothing is to be done.
   */
  private void look() {
    List<PluginVersion> punished = quarantine.due();
    for (int i = 0; i < punished.size(); i++) {
      PluginVersion version = punished.get(i);
      if (!later(() -> askAgain(version))) {
        quarantine.keepOut(version);
      }
    }
    if (changes.lingeringEnds()) {
      later(changes::endLingering);
    }
    List<PluginVersion> asked = watchdog.toAsk();
    for (int i = 0; i < asked.size(); i++) {
      PluginVersion version = asked.get(i);
      later(() -> ask(version));
    }
    List<PluginVersion> failing = watchdog.toTakeBack();
    for (int i = 0; i < failing.size(); i++) {
      PluginVersion version = failing.get(i);
      later(() -> takeBack(version));
    }
  }

  /** On the conductor; for tests at any time. */
  void lookForClasses() {
    if (!hosting.leftClasses().isEmpty()) {
      later(hosting.leftClasses()::look);
    }
  }

  private boolean later(Runnable work) {
    try {
      CompletableFuture.runAsync(work, executor)
          .whenComplete((done, failure) -> {
            if (failure != null) {
              hosting.errors().onError(failure);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      hosting.errors().onError(e);
      return false;
    }
  }

  /** It serves, or is on trial, and fails more often than its operator allows. */
  private void takeBack(PluginVersion version) {
    CallFigures figures = version.figures();
    String rate = figures.faults() + " of " + figures.calls() + " calls";
    hosting
        .errors()
        .onError(
            Moments.fault(version.toString(), "fails too often and is taken back: " + rate, null));
    if (version.state() == PluginState.TRIAL) {
      trials.abort(version.id());
    } else if (changes.serving().versions().get(version.id()) == version) {
      rollback.accept(version.id());
    }
  }

  /**
   * A version that its error policy finds unfit: one on trial is taken back for good. Any thread.
   */
  private void takeOut(PluginVersion version, String why) {
    if (version.state() == PluginState.TRIAL) {
      if (version.endsTrial()) {
        later(() -> takeBack(version));
      }
    } else {
      quarantine.takeOut(version, why);
    }
  }

  private void ask(PluginVersion version) {
    try {
      version.validate();
      version.sick("");
    } catch (IllegalStateException e) {
      if (version.sick().isEmpty()) {
        hosting.errors().onError(e);
      }
      version.sick(e.getMessage());
    }
  }

  private void askAgain(PluginVersion version) {
    if (!version.hangs()) {
      ask(version);
    }
    boolean well = version.sick().isEmpty();
    hosting
        .conductor()
        .submit(
            "look after " + version,
            () -> {
              if (well) {
                quarantine.putBack(version);
              } else {
                quarantine.keepOut(version);
              }
              return null;
            })
        .join();
  }

  /** Puts a version back that was taken out because it failed. On the thread of changes. */
  void resume(String id) {
    PluginVersion version = changes.serving().known(id);
    hosting
        .conductor()
        .submit(
            "resume " + id,
            () -> {
              quarantine.putBack(version);
              return null;
            })
        .join();
  }
}
