package io.machinenative.axiom.plugins.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.DictionaryTrainer;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileTree;
import io.machinenative.axiom.plugins.files.OutputFile;
import io.machinenative.axiom.plugins.files.PathPatterns;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code zstd.train}: a dictionary from samples. Any thread. */
final class TrainTool implements TypedHandler<TrainTool.Request, TrainTool.Reply> {
  /** As the zstd program takes samples: their beginnings. */
  private static final int SAMPLE_MAX_BYTES = 128 << 10;

  /** All samples together; training takes seconds for some ten megabytes. */
  private static final long SAMPLES_MAX_BYTES = 64 << 20;

  private final ZstdResources resources;

  @Description("The samples: those of a folder, a list of texts, or both.")
  record Request(
      @Description("A folder with one sample in each file.") @Constraint(optional = true)
          String folder,
      @Description("Globs of the files of the folder that are meant; by default all.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> include,
      @Description("Samples themselves, as text.")
          @Constraint(optional = true, defaultValue = "[]", maxLength = 100_000)
          List<String> samples,
      @Description("Most bytes of the dictionary.")
          @Constraint(optional = true, minimum = 256, maximum = 16_777_216, defaultValue = "112640")
          int maxBytes,
      @Description("The file to make; without it, the dictionary is in the reply.")
          @Constraint(optional = true)
          String target,
      @Description("Whether that file may be replaced.")
          @Constraint(optional = true, defaultValue = "false")
          boolean overwrite) {}

  @Description("The dictionary, and what it is good for.")
  record Reply(
      @Description("The dictionary, when no target was named.") @Constraint(optional = true)
          Bytes dictionary,
      @Description("The file, when one was named.") @Constraint(optional = true) String target,
      @Description("Its id, which each frame that needs it names.") long id,
      @Description("Bytes of the dictionary.") int bytes,
      @Description("Samples that it was made of.") int samples,
      @Description("Bytes of these samples.") long sampleBytes,
      @Description("What samples of this set shrink to one by one, without it: input by output.")
          double ratioWithout,
      @Description("The same with it.") double ratioWith) {}

  private TrainTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.train")
        .title("Train a dictionary")
        .description(
            "Makes a zstd dictionary of samples: some hundred small messages of one sort. Tells"
                + " how much smaller these become with it, and writes it to a file or answers with"
                + " it.")
        .blocking()
        .destructive()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new TrainTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException {
    CallWatch watch = new CallWatch(call, Double.NaN);
    List<byte[]> samples = samples(request, watch);
    byte[] dictionary = train(samples, request.maxBytes());
    watch.requireWanted();
    try (Arena arena = resources.memory().get()) {
      DictionaryGain gain = DictionaryGain.measure(samples, dictionary, arena);
      Path target = request.target() == null ? null : write(request, dictionary);
      return new Reply(
          target == null ? Bytes.of(dictionary) : null,
          target == null ? null : target.toString(),
          gain.id(),
          dictionary.length,
          samples.size(),
          samples.stream().mapToLong(sample -> sample.length).sum(),
          gain.ratioWithout(),
          gain.ratioWith());
    }
  }

  private List<byte[]> samples(Request request, CallWatch watch) throws IOException {
    List<byte[]> samples = new ArrayList<>();
    request.samples().forEach(text -> samples.add(text.getBytes(UTF_8)));
    if (request.folder() != null) {
      PathPatterns patterns = new PathPatterns(request.include(), List.of());
      long[] bytes = {0};
      FileTree.walk(
          resources.roots().existing(request.folder()),
          watch,
          new WorkTally(0),
          (file, relative) -> {
            if (patterns.matches(relative) && bytes[0] < SAMPLES_MAX_BYTES) {
              byte[] sample = beginning(file);
              bytes[0] += sample.length;
              samples.add(sample);
            }
          });
    }
    if (samples.isEmpty()) {
      throw ToolException.invalid("expected samples in a folder or in the request, actual none");
    }
    return samples;
  }

  private static byte[] beginning(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(SAMPLE_MAX_BYTES);
    }
  }

  private static byte[] train(List<byte[]> samples, int maxBytes) {
    try (DictionaryTrainer trainer = Zstd.newTrainer()) {
      samples.forEach(sample -> trainer.add(MemorySegment.ofArray(sample)));
      return trainer.train(maxBytes);
    } catch (ZstdException e) {
      throw ToolException.error(e.getMessage());
    }
  }

  private Path write(Request request, byte[] dictionary) throws IOException {
    Path target = resources.roots().writable(request.target());
    Files.createDirectories(target.getParent());
    try (OutputFile file = OutputFile.create(target, request.overwrite(), Set.of())) {
      FileChannel channel = file.channel();
      ByteBuffer content = ByteBuffer.wrap(dictionary);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      file.commit();
    }
    return target;
  }
}
