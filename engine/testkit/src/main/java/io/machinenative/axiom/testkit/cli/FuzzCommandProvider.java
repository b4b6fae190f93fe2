package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.engine.cli.CommandProvider;

/** Brings {@code fuzz} to the command line. */
public final class FuzzCommandProvider implements CommandProvider {
  @Override
  public Object command() {
    return new FuzzCommand();
  }
}
