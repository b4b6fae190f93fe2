package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.control.Conductor;
import io.machinenative.axiom.engine.control.EarlierRun;
import io.machinenative.axiom.engine.registry.Outcome;
import io.machinenative.axiom.engine.registry.Registry;
import io.machinenative.axiom.engine.registry.model.Document;
import io.machinenative.axiom.engine.registry.model.Health;
import io.machinenative.axiom.engine.registry.model.Kind;
import io.machinenative.axiom.engine.registry.model.RecordKey;
import io.machinenative.axiom.engine.registry.model.RecordUpdate;
import io.machinenative.axiom.engine.registry.model.Registration;
import io.machinenative.axiom.engine.registry.model.Status;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;

/**
 * Keeps a record of every plugin that serves in the registry, named {@code plugin.ID}, with its
 * health. Told by any thread; writes on the conductor.
 */
public final class PluginRecords implements PluginListener {
  private final Registry registry;
  private final Conductor conductor;
  private final String server;
  private final ErrorHandler errors;

  public PluginRecords(Registry registry, Conductor conductor, String server, ErrorHandler errors) {
    this.registry = registry;
    this.conductor = conductor;
    this.server = server;
    this.errors = errors;
  }

  /** Removes what an earlier run of this server left. By the starter, before the conductor runs. */
  public void start() {
    new EarlierRun(registry, server).remove(Kind.PLUGIN).forEach(this::recordRefusal);
  }

  @Override
  public void onStep(String id, String version, PluginState from, PluginState to, String why) {
    RecordKey key = key(id, version);
    switch (to) {
      case SERVING, TRIAL -> write(() -> registry.register(serving(key), replace()));
      case QUARANTINED ->
          write(() ->
              registry.update(key, Registry.ANY_REVISION, RecordUpdate.health(Health.UNHEALTHY)));
      case DRAINING -> write(() -> registry.deregister(key, Registry.ANY_REVISION));
      case NEW, PREPARING, READY, STOPPED, FAILED -> {}
    }
  }

  @Override
  public void onHealth(String id, String version, String sick) {
    Health health = sick.isEmpty() ? Health.HEALTHY : Health.DEGRADED;
    RecordKey key = key(id, version);
    write(() -> registry.update(key, Registry.ANY_REVISION, RecordUpdate.health(health)));
  }

  private Registration serving(RecordKey key) {
    return Registration.of(key)
        .type("plugin")
        .status(Status.ACTIVE)
        .health(Health.HEALTHY)
        .tags(EarlierRun.TAG)
        .metadata(Document.of(Map.of(EarlierRun.SERVER, server)), "")
        .build();
  }

  private static Registry.IfExists replace() {
    return Registry.IfExists.REPLACE;
  }

  /** Labels of names have hyphens, ids of plugins may have underscores. */
  private static RecordKey key(String id, String version) {
    return RecordKey.of(Kind.PLUGIN, "plugin." + id.replace('_', '-'), version);
  }

  private void write(Supplier<Outcome> change) {
    conductor
        .submit("write a plugin's record", change::get)
        .whenComplete((outcome, failure) -> {
          if (failure == null) {
            recordRefusal(outcome);
          } else if (!(failure instanceof RejectedExecutionException)) {
            errors.onError(failure);
          }
        });
    // An engine that stops takes no more changes: the next start removes what was left.
  }

  private void recordRefusal(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      errors.onError(new IllegalStateException("no record of a plugin: " + refused.message()));
    }
  }
}
