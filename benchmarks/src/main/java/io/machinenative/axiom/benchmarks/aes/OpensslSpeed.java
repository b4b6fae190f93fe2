package io.machinenative.axiom.benchmarks.aes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenSSL's own benchmark: C calling C, seals only, and sets no nonce for a message. So it is a
 * reference, not a peer.
 */
public final class OpensslSpeed {
  /** The line of results, in thousands of bytes a second. */
  private static final Pattern RESULT = Pattern.compile("(?im)^aes-256-gcm\\s+([0-9.]+)k");

  private OpensslSpeed() {}

  /**
   * Runs it for a second.
   *
   * @return nanoseconds for a message; nothing when there is no such program here, or it said
   *     something else
   */
  public static OptionalDouble sealNs(int messageBytes) throws IOException, InterruptedException {
    Process program;
    try {
      program =
          new ProcessBuilder(
                  "openssl",
                  "speed",
                  "-evp",
                  "aes-256-gcm",
                  "-seconds",
                  "1",
                  "-bytes",
                  Integer.toString(messageBytes))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      // Not installed: the race runs without an outside reference, and the table says so.
      return OptionalDouble.empty();
    }
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    program.waitFor();
    Matcher result = RESULT.matcher(said);
    return result.find()
        ? OptionalDouble.of(messageBytes / Double.parseDouble(result.group(1)) * 1e6)
        : OptionalDouble.empty();
  }
}
