package io.machinenative.axiom.engine.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a check found. Immutable.
 *
 * @param name of what was looked at
 * @param state what that means
 * @param found the facts, for people
 * @param remedy what to do; empty when nothing is to be done
 */
public record Finding(String name, State state, String found, String remedy) {
  /** What a finding means. */
  public enum State {
    /** As it should be. */
    OK,
    /** It works, and would work better otherwise. */
    ADVICE,
    /** Something does not work, or will not under load. */
    PROBLEM,
    /** This machine does not tell. */
    NOT_CHECKED;

    /** In lower case with a space, as it is printed. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static Finding ok(String name, String found) {
    return new Finding(name, State.OK, found, "");
  }

  static Finding advice(String name, String found, String remedy) {
    return new Finding(name, State.ADVICE, found, remedy);
  }

  static Finding problem(String name, String found, String remedy) {
    return new Finding(name, State.PROBLEM, found, remedy);
  }

  static Finding notChecked(String name) {
    return new Finding(name, State.NOT_CHECKED, "not checked here", "");
  }

  /** As it is printed with {@code --json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("state", state.name().toLowerCase(Locale.ROOT));
    map.put("found", found);
    map.put("remedy", remedy);
    return map;
  }
}
