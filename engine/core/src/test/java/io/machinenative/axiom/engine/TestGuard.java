package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;

/** Everybody may call what begins so; one scope opens the rest of the workers' tools. */
record TestGuard(String who, String scope, String prefix, Meter[] rates) implements Guard {
  @Override
  public boolean isOpen() {
    return false;
  }

  @Override
  public boolean allows(Principal principal, String name, boolean readOnly) {
    return name.startsWith(prefix) || (name.startsWith("worker.") && principal.hasScope(scope));
  }

  @Override
  public Meter[] meters(Principal principal, String name) {
    return name.startsWith(prefix) ? rates : null;
  }

  @Override
  public String scopeFor(String name, boolean readOnly) {
    return name.startsWith("worker.") ? scope : null;
  }
}
