package io.machinenative.axiom.contract;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.plugins.files.OutputFile;
import io.machinenative.axiom.plugins.zstd.ZstdPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** The zstd plugin as a jar of its own, with the native bindings in it. */
class ZstdContractTest extends PluginContract {
  private static final String HELLO_FRAME = "KLUv/QRYKQAAaGVsbG+jbZ+I";

  @TempDir private static Path work;

  @Override
  protected Path plugin() {
    return codeOf(ZstdPlugin.class);
  }

  @Override
  protected List<Path> libraries() {
    return List.of(codeOf(OutputFile.class), codeOf(ZstdDictionary.class));
  }

  @Override
  protected void prepare(EngineUnderTest.Setup setup) {
    try {
      Files.writeString(work.resolve("app.log"), "a line, over and over\n".repeat(10_000));
      setup.configuration("zstd", Map.of("roots", List.of(work.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Examples examples() {
    return new Examples()
        .answersLike(
            "zstd.compress",
            file("app.log", ",\"overwrite\":true"),
            reply -> reply.contains("220000"))
        .answersLike("zstd.verify", file("app.log.zst", ""), reply -> reply.contains("220000"))
        .answersLike(
            "zstd.decompress",
            file("app.log.zst", ",\"target\":\"" + work + "/again.log\",\"overwrite\":true"),
            reply -> reply.contains("220000"))
        .answersLike("zstd.estimate", file("app.log", ""), reply -> reply.contains("level"))
        .answersLike("zstd.train", samples(), reply -> reply.contains("ratioWith"))
        .answersLike(
            "zstd.compress-bytes", "{\"data\":\"aGVsbG8=\"}", reply -> reply.contains("KLUv/"))
        .answersLike(
            "zstd.decompress-bytes",
            "{\"data\":\"" + HELLO_FRAME + "\"}",
            reply -> reply.contains("aGVsbG8="))
        .refuses("zstd.decompress-bytes", "{}", Status.INVALID_ARGUMENT);
  }

  private static String file(String name, String more) {
    return "{\"source\":\"" + work.resolve(name) + "\"" + more + "}";
  }

  private static String samples() {
    return IntStream.range(0, 500)
        .mapToObj(
            i -> "\"{'user':" + i * 31 + ",'name':'somebody','mail':'s" + i + "@example.org'}\"")
        .collect(Collectors.joining(",", "{\"maxBytes\":4096,\"samples\":[", "]}"));
  }
}
