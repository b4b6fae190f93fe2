package io.machinenative.axiom.plugins.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.OperationRun;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pipelines call: streams there, back, and proven. */
class ZstdOperationsTest {
  private static final long SEED = 8878;
  private static final int CHUNK = CompressSettings.MIN_CHUNK_BYTES;

  @TempDir private Path folder;

  private OperationRun run(String name, byte[] in, Map<String, Object> parameters)
      throws Exception {
    ZstdResources resources =
        new ZstdResources(
            new FileRoots(List.of(folder)),
            Arena::ofShared,
            Thread.ofPlatform().daemon().factory(),
            2,
            SystemNanoClock.INSTANCE,
            new LevelRules(1, 19),
            CHUNK,
            1L << 30);
    return OperationRun.of(ZstdOperations.all(resources), name, parameters, in);
  }

  private static byte[] content() {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder();
    while (text.length() < 5 * CHUNK) {
      text.append("word").append(random.nextInt(5000)).append(' ');
    }
    return text.toString().getBytes(UTF_8);
  }

  @Test
  void aStreamIsCompressedProvenAndBroughtBack() throws Exception {
    byte[] content = content();
    OperationRun made = run("zstd.compress", content, Map.of());
    assertEquals(1, made.results().get("level"), "the setting, for a stream has no name");
    byte[] usual = made.output();
    byte[] better = run("zstd.compress", content, Map.of("level", 19)).output();
    assertTrue(better.length < usual.length, better.length + " and " + usual.length);
    assertEquals(0, run("zstd.verify", usual, Map.of()).output().length);
    assertArrayEquals(content, run("zstd.decompress", usual, Map.of()).output());
  }

  /** Short hashes find little, and one attempt finds less than many. */
  @Test
  void theSearchIsAsAskedFor() throws Exception {
    byte[] content = content();
    Map<String, Object> level = Map.of("level", 9);
    int usual = run("zstd.compress", content, level).output().length;
    for (Map<String, Object> search :
        List.<Map<String, Object>>of(
            Map.of("hashLog", 6, "chainLog", 6), Map.of("searchLog", 1), Map.of("minMatch", 7))) {
      byte[] frames = run("zstd.compress", content, Map.of("level", 9, "search", search)).output();
      assertNotEquals(usual, frames.length, search::toString);
      assertArrayEquals(content, run("zstd.decompress", frames, Map.of()).output());
    }
    Map<String, Object> wrong = Map.of("search", Map.of("hashLog", 30));
    assertThrows(ToolException.class, () -> run("zstd.compress", content, wrong));
  }

  /** A bit anywhere in the frames, their last byte, and more than may come out. */
  @Test
  void damageIsFound() throws Exception {
    byte[] good = run("zstd.compress", content(), Map.of()).output();
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      int at = random.nextInt(good.length);
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << random.nextInt(8));
      assertThrows(
          IOException.class,
          () -> run("zstd.verify", bad, Map.of()),
          "seed " + SEED + ", byte " + at);
    }
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    assertThrows(IOException.class, () -> run("zstd.verify", cut, Map.of()));
    assertThrows(IOException.class, () -> run("zstd.verify", good, Map.of("maxBytes", CHUNK)));
  }
}
