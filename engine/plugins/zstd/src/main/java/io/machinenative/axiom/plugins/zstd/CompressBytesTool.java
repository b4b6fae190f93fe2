package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code zstd.compress-bytes}: a payload into one frame. Any thread. */
final class CompressBytesTool
    implements TypedHandler<CompressBytesTool.Request, CompressBytesTool.Reply> {
  private final ZstdResources resources;

  @Description("Bytes to compress.")
  record Request(
      @Description(
              "The bytes: base64 in JSON, the raw tail of a COMPOUND payload, or a BINARY one.")
          Bytes data,
      @Description("1 to 22: more is smaller and slower.")
          @Constraint(optional = true, minimum = 1, maximum = 22, defaultValue = "3")
          int level,
      @Description("Whether the frame ends with a checksum of its content.")
          @Constraint(optional = true, defaultValue = "true")
          boolean checksum,
      @Description("A dictionary's file, which reading needs as well.") @Constraint(optional = true)
          String dictionary) {}

  @Description("The compressed bytes.")
  record Reply(
      @Description("One zstd frame that declares its content's length.") Bytes data,
      @Description("Bytes that were compressed.") long inputBytes,
      @Description("Bytes of the frame.") long outputBytes) {}

  private CompressBytesTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.compress-bytes")
        .title("Compress bytes")
        .description(
            "Compresses a payload with zstd and answers with the frame. With a dictionary, also"
                + " small messages become a third or a fifth of what they are.")
        .readOnly()
        .blocking()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new CompressBytesTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException {
    ZstdSettings settings = new ZstdSettings(request.level(), request.checksum(), false, 0);
    try (Arena arena = resources.memory().get();
        ZstdDictionary dictionary = resources.dictionary(request.dictionary(), request.level());
        ZstdCompressor compressor =
            dictionary == null
                ? Zstd.newCompressor(settings)
                : Zstd.newCompressor(settings, dictionary)) {
      MemorySegment content = Payloads.copy(request.data(), arena);
      MemorySegment frame = arena.allocate(Zstd.compressBound(content.byteSize()), Long.BYTES);
      long bytes = compressor.compress(content, frame);
      return new Reply(Payloads.reply(frame.asSlice(0, bytes)), content.byteSize(), bytes);
    }
  }
}
