package io.machinenative.axiom.testkit.kill;

import java.util.Map;

/**
 * Who is killed, and what must hold afterwards. One thread's; used once, by {@link Kills}, which
 * closes it.
 */
public interface Ordeal extends AutoCloseable {
  /**
   * Starts it, kills it, and looks at what is left.
   *
   * @param last whether no other kill follows
   * @throws Exception when something was lost, is damaged, or needs a hand; it says what
   */
  void kill(boolean last) throws Exception;

  /** What was seen so far: numbers by name, with underscores between words. */
  Map<String, Long> seen();

  /** Ends what it started; nothing, when that is nothing. After the last kill, or a failure. */
  @Override
  default void close() {}
}
