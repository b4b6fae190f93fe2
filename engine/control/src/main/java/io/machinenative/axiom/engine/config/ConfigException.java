package io.machinenative.axiom.engine.config;

/** A configuration that cannot be used: says where, what was expected, and what came. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
