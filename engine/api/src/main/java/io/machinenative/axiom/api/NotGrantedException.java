package io.machinenative.axiom.api;

/**
 * A plugin asked for more than its manifest does. The message names the plugin, what it asked for,
 * and the line of {@code META-INF/axiom/plugin.yaml} that would grant it.
 */
public final class NotGrantedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotGrantedException(String message) {
    super(message);
  }
}
