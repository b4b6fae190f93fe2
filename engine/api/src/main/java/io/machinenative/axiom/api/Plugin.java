package io.machinenative.axiom.api;

import java.util.List;

/**
 * Delivers tools. Its four moments are {@link #initialize}, the calls of its tools, {@link
 * #validate} and {@link #teardown}. All but the calls run on threads that the control plane makes
 * for them, one at a time.
 *
 * <p>A moment that takes longer than it may is counted; one that takes twenty times as long is
 * abandoned.
 */
public interface Plugin {
  /** {@code [a-z0-9_-]{3,64}}, the same for all versions. */
  String id();

  /** Semantic version. */
  String version();

  /**
   * Acquires what the tools need. Called once, before {@link #tools}; within 100 ms.
   *
   * @param context valid until the end of {@link #teardown}
   */
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

  /**
   * What it offers to agents beside its tools: resources, templates of resources, prompts; asked
   * once, after {@link #initialize}.
   */
  default List<Offer> offers() {
    return List.of();
  }

  /**
   * Throws when the plugin cannot serve; within 50 ms. Called before the plugin serves, and now and
   * then while it does: it is how the operator learns of its health.
   */
  default void validate() throws Exception {}

  /**
   * Takes changed settings, all or none; within 100 ms. Calls go on meanwhile. When it throws, the
   * former settings stay in force: it is called again with those.
   *
   * @param next already checked against the manifest's schema
   * @return whether it took them; false (the default): they need a fresh start, and the engine
   *     swaps in a new instance of this version
   */
  default boolean reconfigure(PluginConfiguration next) throws Exception {
    return false;
  }

  /** Gives everything back. Called once, when no call is in flight any more; within 50 ms. */
  default void teardown() throws Exception {}
}
