package io.machinenative.axiom.testkit.keys;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The process that is killed: encrypts and rotates until it dies. What it says on standard output
 * after its first line was acknowledged.
 *
 * <p>Arguments: directory, seed.
 */
public final class RotationVictim {
  static final String SEALED = "sealed";
  static final String ROTATED = "rotated";

  private RotationVictim() {}

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    try (KeyServer server = new KeyServer(Path.of(arguments[0]))) {
      server.keyIds();
      out.println("ready");
      while (!out.checkError()) {
        if (random.nextInt(3) == 0) {
          out.println(ROTATED + " " + server.rotate());
        } else {
          String content = Long.toHexString(random.nextLong());
          out.println(SEALED + " " + content + " " + server.seal(content));
        }
      }
    }
  }
}
