package io.machinenative.axiom.engine.cli;

/**
 * Brings a command of another module to the command line. Found by {@link java.util.ServiceLoader},
 * so an implementation is public, has a public constructor without parameters, and is named in
 * {@code META-INF/services}.
 *
 * <p>Called once, on the main thread, before the command line is parsed.
 */
public interface CommandProvider {
  /**
   * The command: an object whose class carries picocli's {@code @Command} with the name under which
   * it is added. What it needs at run time it opens when it is executed, not here.
   */
  Object command();
}
