package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.edge.mcp.StdioPipe;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Sends lines that are almost messages to an engine at the other end of a pipe. Each line that
 * comes back must be JSON, and the pipe must end once its input does.
 *
 * <p>Used by one thread. The same seed sends the same bytes.
 */
public final class StdioFuzzer {
  private static final int MAX_LINE_BYTES = 64 * 1024;

  private final long seed;
  private final SplittableRandom random;
  private final Mutation mutation;

  public StdioFuzzer(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    mutation = new Mutation(random, EdgeMessages.ALL);
  }

  /**
   * Sends so many lines.
   *
   * @return how many came back
   * @throws FuzzFailure when a defect was found
   */
  public long run(long lines) {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    for (long i = 0; i < lines; i++) {
      byte[] line = EdgeMessages.ALL[random.nextInt(EdgeMessages.ALL.length)].getBytes(UTF_8);
      in.writeBytes(random.nextInt(5) == 0 ? line : mutation.of(line));
      in.write('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StdioPipe pipe = new StdioPipe(new ByteArrayInputStream(in.toByteArray()), out, MAX_LINE_BYTES);
    try (Engine engine =
        Engine.builder()
            .plugin(new CoreToolsPlugin())
            .plugin(new FuzzedTools())
            .stdio(pipe)
            .start()) {
      pipe.readAll();
      pipe.awaitEnd();
      EdgeFuzzer.audit(engine);
    } catch (IOException | RuntimeException e) {
      throw new FuzzFailure("stdio, seed " + seed + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FuzzFailure("interrupted", e);
    }
    return answers(out.toByteArray());
  }

  private long answers(byte[] out) {
    JsonScanner scanner = new JsonScanner();
    long count = 0;
    int start = 0;
    for (int i = 0; i < out.length; i++) {
      if (out[i] == '\n') {
        try {
          scanner.wrap(out, start, i - start).requireOneValue();
        } catch (RuntimeException e) {
          String line = new String(out, start, i - start, UTF_8);
          throw new FuzzFailure("stdio, seed " + seed + ": " + e.getMessage() + ": " + line, e);
        }
        start = i + 1;
        count++;
      }
    }
    return count;
  }
}
