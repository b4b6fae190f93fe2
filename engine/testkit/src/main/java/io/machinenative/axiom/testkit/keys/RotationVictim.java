package io.machinenative.axiom.testkit.keys;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The process that is killed: encrypts and rotates until it dies. What it says on standard output
 * was acknowledged; a line without a full stop at its end was cut by the kill.
 *
 * <p>Arguments: directory, seed.
 */
public final class RotationVictim {
  static final String READY = "ready";
  static final String SEALED = "sealed";
  static final String ROTATED = "rotated";
  static final String END = " .";

  private RotationVictim() {}

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    try (KeyServer server = new KeyServer(Path.of(arguments[0]))) {
      server.keyIds();
      out.println(READY + END);
      while (!out.checkError()) {
        if (random.nextInt(3) == 0) {
          out.println(ROTATED + " " + server.rotate() + END);
        } else {
          String content = Long.toHexString(random.nextLong());
          out.println(SEALED + " " + content + " " + server.seal(content) + END);
        }
      }
    }
  }
}
