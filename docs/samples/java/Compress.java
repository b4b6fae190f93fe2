import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.machinenative.axiom.natives.zstd.DictionaryTrainer;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdCompressor;
import io.machinenative.axiom.natives.zstd.ZstdDecompressor;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

String message(int i) {
  return "{\"id\":%d,\"tool\":\"core.echo\",\"took_ns\":%d,\"outcome\":\"ok\"}"
      .formatted(i, i * 7919);
}

byte[] dictionary() {
  try (DictionaryTrainer trainer = Zstd.newTrainer()) {
    for (int i = 0; i < 2000; i++) {
      trainer.add(MemorySegment.ofArray(message(i).getBytes()));
    }
    return trainer.train(4096);
  }
}

void main() {
  try (Arena arena = Arena.ofConfined();
      ZstdDictionary dictionary = Zstd.dictionary(arena.allocateFrom(JAVA_BYTE, dictionary()), 3);
      ZstdCompressor plain = Zstd.newCompressor(ZstdSettings.DEFAULT);
      ZstdCompressor compressor = Zstd.newCompressor(ZstdSettings.DEFAULT, dictionary);
      ZstdDecompressor decompressor = Zstd.newDecompressor(ZstdLimits.DEFAULT, dictionary);
      ZstdDecompressor careful = Zstd.newDecompressor(ZstdLimits.ofBytes(50), dictionary)) {
    MemorySegment source = arena.allocateFrom(JAVA_BYTE, message(4711).getBytes());
    MemorySegment frame = arena.allocate(Zstd.compressBound(source.byteSize()));
    MemorySegment back = arena.allocate(source.byteSize());

    long plainBytes = plain.compress(source, frame);
    long bytes = compressor.compress(source, frame);
    IO.println(
        source.byteSize()
            + " bytes, "
            + plainBytes
            + " compressed, "
            + bytes
            + " with a dictionary");

    MemorySegment exact = frame.asSlice(0, bytes);
    IO.println(
        decompressor.decompress(exact, back)
            + " bytes back, the same: "
            + (back.mismatch(source) < 0));
    try {
      careful.decompress(exact, back);
    } catch (ZstdException e) {
      IO.println(e.getMessage());
    }
  }
}
