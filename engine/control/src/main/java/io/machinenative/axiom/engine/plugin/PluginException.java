package io.machinenative.axiom.engine.plugin;

/** A file cannot be used as a plugin; the message names it, what was expected and what came. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PluginException(String message) {
    super(message);
  }

  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
