package io.machinenative.axiom.benchmarks.zstd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code zstd} program's own benchmark, {@code zstd -b}: C calling C over the same blocks. It
 * shows the best of its rounds by the wall clock, so it is a reference, not a peer.
 */
public final class ZstdProgram {
  /** {@code ... ( x2.345 ), 123.4 MB/s , 567.8 MB/s}, with blanks here and there. */
  private static final Pattern LINE =
      Pattern.compile("\\(x([0-9.]+)\\),\\s*([0-9.]+) MB/s,\\s*([0-9.]+) MB/s");

  private ZstdProgram() {}

  /**
   * Runs it on all blocks, as files of one block each are to it.
   *
   * @param seconds for each direction
   * @return nothing when there is no such program here, or it said something else
   */
  public static Optional<ZstdRace.Lap> run(Blocks blocks, int seconds)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("axiom-zstd-bench");
    Path file = folder.resolve("blocks");
    Path dictionary = folder.resolve("dictionary");
    try {
      write(file, blocks);
      Files.write(dictionary, blocks.dictionary());
      return measure(blocks, seconds, file, dictionary);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(dictionary);
      Files.delete(folder);
    }
  }

  /** Blocks of one length only: that is how it cuts the file again. */
  private static void write(Path file, Blocks blocks) throws IOException {
    byte[] all = new byte[Math.multiplyExact(blocks.count(), blocks.maxBytes())];
    for (int i = 0; i < blocks.count(); i++) {
      byte[] block = blocks.plain()[i];
      System.arraycopy(block, 0, all, i * blocks.maxBytes(), block.length);
    }
    Files.write(file, all);
  }

  private static Optional<ZstdRace.Lap> measure(
      Blocks blocks, int seconds, Path file, Path dictionary)
      throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("zstd", "-b" + blocks.level(), "-i" + seconds, "-B" + blocks.maxBytes()));
    if (blocks.dictionary().length > 0) {
      command.addAll(List.of("-D", dictionary.toString()));
    }
    command.add(file.toString());
    Process program;
    try {
      program = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      // Not installed: the race runs without an outside reference, and the table says so.
      return Optional.empty();
    }
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    program.waitFor();
    Matcher line = LINE.matcher(said);
    Optional<ZstdRace.Lap> last = Optional.empty();
    while (line.find()) {
      last =
          Optional.of(
              new ZstdRace.Lap(
                  Double.parseDouble(line.group(2)),
                  Double.parseDouble(line.group(3)),
                  Double.parseDouble(line.group(1))));
    }
    return last;
  }
}
