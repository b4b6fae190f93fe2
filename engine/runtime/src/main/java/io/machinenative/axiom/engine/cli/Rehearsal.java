package io.machinenative.axiom.engine.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Runs several commands in one process, one after the other, with {@code then} between them: what
 * the launcher has the JVM take notes of, so that each starts faster later. One that fails ends it
 * with its exit code.
 */
final class Rehearsal {
  private static final String NEXT = "then";

  private Rehearsal() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    List<String> rest = Arrays.asList(arguments);
    while (!rest.isEmpty()) {
      int end = rest.contains(NEXT) ? rest.indexOf(NEXT) : rest.size();
      int code = Main.run(rest.subList(0, end).toArray(String[]::new), out, err, false);
      if (code != ExitCode.OK) {
        System.exit(code);
      }
      rest = rest.subList(Math.min(end + 1, rest.size()), rest.size());
    }
  }
}
