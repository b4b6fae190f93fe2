package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code zstd.decompress-bytes}: the opposite of {@code zstd.compress-bytes}. Any thread. */
final class DecompressBytesTool
    implements TypedHandler<DecompressBytesTool.Request, DecompressBytesTool.Reply> {
  private final ZstdResources resources;

  @Description("Bytes to decompress.")
  record Request(
      @Description("Frames: base64 in JSON, the raw tail of a COMPOUND payload, or a BINARY one.")
          Bytes data,
      @Description(
              "Most bytes that they may become. Frames that do not say how long their content"
                  + " is take that much memory.")
          @Constraint(
              optional = true,
              minimum = 1,
              maximum = 268_435_456,
              defaultValue = "16777216")
          long maxBytes,
      @Description("The dictionary's file that they were compressed with.")
          @Constraint(optional = true)
          String dictionary) {}

  @Description("The decompressed bytes.")
  record Reply(
      @Description("What was compressed.") Bytes data,
      @Description("Number of these bytes.") long outputBytes) {}

  private DecompressBytesTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.decompress-bytes")
        .title("Decompress bytes")
        .description(
            "Decompresses zstd frames of any program and answers with what they contain, within a"
                + " limit. What they declare is refused before anything is decompressed.")
        .readOnly()
        .blocking()
        .typed(
            Request.class, Reply.class, new ExplainedErrors<>(new DecompressBytesTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException {
    ZstdLimits limits = ZstdLimits.ofBytes(request.maxBytes());
    try (Arena arena = resources.memory().get();
        ZstdDictionary dictionary = resources.dictionary(request.dictionary(), 0);
        ZstdDecompressor decompressor =
            dictionary == null
                ? Zstd.newDecompressor(limits)
                : Zstd.newDecompressor(limits, dictionary)) {
      MemorySegment frames = Payloads.copy(request.data(), arena);
      long declared = decompressor.declaredBytes(frames);
      long room = declared == ZstdDecompressor.UNKNOWN ? request.maxBytes() : declared;
      MemorySegment content = arena.allocate(Math.max(1, room), Long.BYTES);
      long bytes = decompressor.decompress(frames, content);
      return new Reply(Payloads.reply(content.asSlice(0, bytes)), bytes);
    } catch (ZstdException e) {
      throw ToolException.error(e.getMessage());
    }
  }
}
