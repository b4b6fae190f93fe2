package io.machinenative.axiom.testkit.upload;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The process that is killed: uploads files, of three one as a stream, until it dies. On standard
 * output it says {@code ready}, then {@code put NUMBER REUSED-PARTS} of what is there.
 *
 * <p>Arguments: folder, endpoint, number of the first upload.
 */
public final class UploadVictim {
  static final String READY = "ready";
  static final String PUT = "put";
  static final int FILES = 4;

  private static final int STREAM_EVERY = 3;

  private UploadVictim() {}

  /** Which file an upload is of. */
  static String file(long number) {
    return "file-" + number % FILES;
  }

  static String key(long number) {
    return "object-" + number;
  }

  /** Runs until somebody ends the process. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Path folder = Path.of(arguments[0]);
    try (UploadServer server = new UploadServer(folder, folder.resolve("data"), arguments[1])) {
      out.println(READY);
      for (long number = Long.parseLong(arguments[2]); !out.checkError(); number++) {
        int reused = 0;
        if (number % STREAM_EVERY == 0) {
          server.stream(folder.resolve(file(number)), key(number));
        } else {
          reused = server.upload(file(number), key(number));
        }
        out.println(PUT + " " + number + " " + reused);
      }
    }
  }
}
