package io.machinenative.axiom.engine.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.machinenative.axiom.engine.config.ConfigException;
import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.natives.zstd.DictionaryTrainer;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdChannels;
import io.machinenative.axiom.natives.zstd.ZstdCompressStream;
import io.machinenative.axiom.natives.zstd.ZstdDecompressStream;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code axiom zstd}: compresses and decompresses files and pipes, as the zstd program does. */
@Command(
    name = "zstd",
    mixinStandardHelpOptions = true,
    description = {
      "Compresses a file or a pipe, or decompresses one with -d.",
      "zstd -d opens what this writes, and the other way round."
    },
    footer = {
      "",
      "Ends with 1 when the input is damaged, incomplete or more than --max-size,",
      "and leaves no file then; with 2 when a file is missing or OUT is there.",
      "",
      "Examples:",
      "  axiom zstd -19 LOG -o LOG.zst",
      "  axiom zstd -T0 -9 LOG -o LOG.zst",
      "  tar c DIR | axiom zstd --long=27 >DIR.tar.zst",
      "  axiom zstd -d LOG.zst -o LOG",
      "  axiom zstd --train samples/*.json -o json.dict",
      "  axiom zstd -D json.dict MESSAGE.json -o MESSAGE.zst"
    })
final class ZstdCommand implements Callable<Integer> {
  private static final int MAX_SAMPLE_BYTES = 128 << 10;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private FilterFiles files;

  @Mixin private ZstdLevelOptions levels;

  @Mixin private ZstdThreadOptions threads;

  @Option(
      names = {"-d", "--decompress"},
      description = "Decompresses.")
  private boolean decompress;

  @Option(names = "--no-check", description = "Writes no checksum of the content into the frame.")
  private boolean noCheck;

  @Option(
      names = "--long",
      arity = "0..1",
      fallbackValue = "27",
      preprocessor = AttachedOnly.class,
      paramLabel = "LOG",
      description = {
        "Finds repetitions up to 2^LOG bytes apart (default: 27).",
        "With -d: allows windows of that size."
      })
  private Optional<Integer> windowLog = Optional.empty();

  @Option(
      names = {"-D", "--dictionary"},
      paramLabel = "DICT",
      description = "The dictionary to use.")
  private Optional<Path> dictionary = Optional.empty();

  @Option(
      names = "--train",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Makes a dictionary from samples instead, one file each, and writes it to OUT.")
  private List<Path> samples = List.of();

  @Option(
      names = "--max-dict",
      paramLabel = "SIZE",
      defaultValue = "110KiB",
      description = "Most bytes of that dictionary (default: ${DEFAULT-VALUE}).")
  private String maxDictionary;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "64GiB",
      description = "With -d: most bytes that the input may become (default: ${DEFAULT-VALUE}).")
  private String maxSize;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description = "With -d: most bytes for each byte of input (default: any).")
  private Optional<Long> maxRatio = Optional.empty();

  @Option(
      names = "--json",
      description = "Says what was done in one JSON object, to standard error.")
  private boolean json;

  private long readBytes;
  private long writtenBytes;

  ZstdCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!Zstd.availability().usable()) {
      throw new CommandFailure(
          ExitCode.FAILED, "there is no zstd: " + Zstd.availability().reason());
    }
    try {
      FilterFiles.Filter filter = filter();
      files.run(filter, !decompress, permissions());
    } catch (ZstdException e) {
      throw new CommandFailure(ExitCode.FAILED, inputName() + ": " + e.getMessage());
    } catch (UnsupportedOperationException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot go on: " + e);
    }
    report();
    return ExitCode.OK;
  }

  private FilterFiles.Filter filter() {
    if (!samples.isEmpty()) {
      // Standard input is not read, and would be closed.
      spec.positionalParameters().getFirst().setValue(samples.getFirst().toString());
      return (in, out) -> train(out);
    }
    return decompress ? this::decompress : this::compress;
  }

  private void compress(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    int level = levels.level(spec.commandLine().getParseResult().originalArgs());
    ZstdSettings settings =
        new ZstdSettings(level, !noCheck, windowLog.isPresent(), windowLog.orElse(0));
    Optional<ZstdDictionary> used = open(level);
    if (threads.areGiven() && windowLog.isEmpty()) {
      try (ZstdDictionary dictionary = used.orElse(null)) {
        threads.compress(in, out, level, !noCheck, dictionary, progress("compressing"));
      }
      return;
    }
    try (ZstdCompressStream stream =
        used.isPresent()
            ? Zstd.newCompressStream(settings, used.get())
            : Zstd.newCompressStream(settings)) {
      if (files.inputBytes() >= 0) {
        stream.pledge(files.inputBytes());
      }
      ZstdChannels.compress(in, out, stream, progress("compressing"));
    } finally {
      used.ifPresent(ZstdDictionary::close);
    }
  }

  private void decompress(ReadableByteChannel in, WritableByteChannel out) throws IOException {
    ZstdLimits limits =
        new ZstdLimits(
            size("--max-size", maxSize),
            maxRatio.orElse(Long.MAX_VALUE),
            1 << 20,
            Math.max(27, windowLog.orElse(0)));
    Optional<ZstdDictionary> used = open(ZstdSettings.DEFAULT_LEVEL);
    try (ZstdDecompressStream stream =
        used.isPresent()
            ? Zstd.newDecompressStream(limits, used.get())
            : Zstd.newDecompressStream(limits)) {
      ZstdChannels.decompress(in, out, stream, progress("decompressing"));
    } finally {
      used.ifPresent(ZstdDictionary::close);
    }
  }

  private Optional<ZstdDictionary> open(int level) {
    try (Arena arena = Arena.ofConfined()) {
      return dictionary.map(
          file -> Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, read(file)), level));
    }
  }

  /** The beginning of each sample, as the zstd program takes it. */
  private void train(WritableByteChannel out) throws IOException {
    try (DictionaryTrainer trainer = Zstd.newTrainer()) {
      for (Path sample : samples) {
        byte[] content = read(sample);
        readBytes += content.length;
        long bytes = Math.min(content.length, MAX_SAMPLE_BYTES);
        trainer.add(MemorySegment.ofArray(content).asSlice(0, bytes));
      }
      terminal.progress("training with " + trainer.sampleCount() + " samples");
      int maxBytes = Math.toIntExact(size("--max-dict", maxDictionary));
      ByteBuffer content = ByteBuffer.wrap(trainer.train(maxBytes));
      writtenBytes = content.remaining();
      while (content.hasRemaining()) {
        out.write(content);
      }
    }
  }

  private static long size(String option, String text) {
    try {
      return Quantity.bytes(text);
    } catch (ConfigException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage());
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e);
    }
  }

  private ZstdChannels.Progress progress(String doing) {
    FilterProgress shown = new FilterProgress(terminal, doing, files.inputBytes());
    return (read, written) -> {
      readBytes = read;
      writtenBytes = written;
      shown.accept(read);
    };
  }

  /** Those of the input: what only its owner may read stays so. */
  private FileAttribute<?>[] permissions() {
    Path file = Path.of(input());
    try {
      return samples.isEmpty() && files.inputBytes() >= 0
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))
          }
          : new FileAttribute<?>[0];
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e);
    } catch (UnsupportedOperationException e) {
      // No POSIX file system: nothing to keep.
      return new FileAttribute<?>[0];
    }
  }

  private String input() {
    return spec.positionalParameters().getFirst().getValue();
  }

  private String inputName() {
    return input().equals("-") ? "standard input" : input();
  }

  private void report() {
    if (!json) {
      return;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("read_bytes", readBytes);
    answer.put("written_bytes", writtenBytes);
    answer.put("provider", Zstd.provider().name());
    answer.put("version", Zstd.availability().version());
    terminal.note(Json.text(answer));
  }
}
