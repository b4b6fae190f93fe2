package io.machinenative.axiom.api;

import java.util.List;
import java.util.Map;

/** Suggests values for an argument while it is typed. Called on a virtual thread. */
@FunctionalInterface
public interface Completer {
  /** Suggests nothing. */
  Completer NONE = (begun, others) -> List.of();

  /**
   * @param begun what is there already, may be empty
   * @param others arguments that have their value, by name
   * @return the best first; callers see the first hundred
   */
  List<String> complete(String begun, Map<String, String> others) throws Exception;
}
