package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.engine.cli.CommandProvider;

/** Brings {@code bench} to the command line. */
public final class BenchCommandProvider implements CommandProvider {
  @Override
  public Object command() {
    return new BenchCommand();
  }
}
