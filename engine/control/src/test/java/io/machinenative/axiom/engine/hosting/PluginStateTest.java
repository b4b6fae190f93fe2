package io.machinenative.axiom.engine.hosting;

import static io.machinenative.axiom.engine.hosting.PluginState.DRAINING;
import static io.machinenative.axiom.engine.hosting.PluginState.FAILED;
import static io.machinenative.axiom.engine.hosting.PluginState.NEW;
import static io.machinenative.axiom.engine.hosting.PluginState.PREPARING;
import static io.machinenative.axiom.engine.hosting.PluginState.QUARANTINED;
import static io.machinenative.axiom.engine.hosting.PluginState.READY;
import static io.machinenative.axiom.engine.hosting.PluginState.SERVING;
import static io.machinenative.axiom.engine.hosting.PluginState.STOPPED;
import static io.machinenative.axiom.engine.hosting.PluginState.TRIAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.api.Plugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version takes the steps that the picture of its life has, and no others. */
class PluginStateTest {
  private static final Map<PluginState, Set<PluginState>> ALLOWED =
      Map.of(
          NEW, Set.of(PREPARING),
          PREPARING, Set.of(READY, FAILED),
          READY, Set.of(TRIAL, SERVING, FAILED),
          TRIAL, Set.of(SERVING, DRAINING),
          SERVING, Set.of(QUARANTINED, DRAINING),
          QUARANTINED, Set.of(SERVING, DRAINING),
          DRAINING, Set.of(STOPPED),
          STOPPED, Set.of(),
          FAILED, Set.of());

  /** A way to each state. */
  private static final Map<PluginState, List<PluginState>> WAYS =
      Map.of(
          NEW, List.of(),
          PREPARING, List.of(PREPARING),
          READY, List.of(PREPARING, READY),
          TRIAL, List.of(PREPARING, READY, TRIAL),
          SERVING, List.of(PREPARING, READY, SERVING),
          QUARANTINED, List.of(PREPARING, READY, SERVING, QUARANTINED),
          DRAINING, List.of(PREPARING, READY, SERVING, DRAINING),
          STOPPED, List.of(PREPARING, READY, SERVING, DRAINING, STOPPED),
          FAILED, List.of(PREPARING, FAILED));

  private record Named(String id, String version) implements Plugin {
    @Override
    public List<io.machinenative.axiom.api.Tool> tools() {
      return List.of();
    }
  }

  @Test
  void everyOtherStepIsRefused(@TempDir Path folder) {
    try (HostRig rig = new HostRig(folder)) {
      for (PluginState from : PluginState.values()) {
        for (PluginState to : PluginState.values()) {
          PluginVersion version = at(from, rig);
          if (ALLOWED.get(from).contains(to)) {
            version.step(to, "");
            assertEquals(to, version.state());
          } else {
            String message =
                assertThrows(IllegalStateException.class, () -> version.step(to, "")).getMessage();
            assertEquals(
                "plugin sample 1.0.0: expected one of "
                    + from.next()
                    + " after "
                    + from
                    + ", got "
                    + to,
                message);
            assertEquals(from, version.state(), "a refused step changes nothing");
          }
        }
      }
    }
  }

  private static PluginVersion at(PluginState state, HostRig rig) {
    PluginVersion version =
        new PluginVersion(
            PluginSource.of(new Named("sample", "1.0.0")),
            OperatorSettings.NONE,
            List.of(),
            Change.servicesOf(List.of()),
            rig.host.hosting());
    WAYS.get(state).forEach(step -> version.step(step, ""));
    return version;
  }
}
