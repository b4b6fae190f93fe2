package io.machinenative.axiom.api;

import java.util.List;

/**
 * Delivers tools. Its four moments are {@link #initialize}, the calls of its tools, {@link
 * #validate} and {@link #teardown}; all but the calls run on the control plane's thread.
 */
public interface Plugin {
  /** {@code [a-z0-9_-]{3,64}}. */
  String id();

  /** Semantic version. */
  String version();

  /** Acquires what the tools need. Called once, before {@link #tools}; within 100 ms. */
  default void initialize(PluginContext context) throws Exception {}

  /** The tools; asked once, after {@link #initialize}. */
  List<Tool> tools();

  /**
   * The operations that it offers to pipelines; asked once, after {@link #initialize}. The names of
   * all begin with one domain, by convention the plugin's id.
   */
  default List<Operation> operations() {
    return List.of();
  }

  /** Throws when the plugin cannot serve; within 50 ms. */
  default void validate() throws Exception {}

  /** Gives everything back. Called once, when no call is in flight any more; within 50 ms. */
  default void teardown() throws Exception {}
}
