package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import java.util.List;

/** The plugin's settings; their schema and defaults stand in its manifest. */
public record ZstdConfig(
    @Description("Folders in which tools may read and write; none: a folder of the plugin's own.")
        List<String> roots,
    @Description("Threads that compress at once for one call; 0: one a core, at most 8.")
        @Constraint(minimum = 0, maximum = 64)
        int threads,
    @Description("Bytes of a frame.") @Constraint(minimum = 65_536, maximum = 67_108_864)
        int chunkBytes,
    @Description("Level of what is neither text nor compressed already.")
        @Constraint(minimum = 1, maximum = 22)
        int level,
    @Description("Level of text.") @Constraint(minimum = 1, maximum = 22) int textLevel,
    @Description("Most bytes that a file may become when it is decompressed.")
        @Constraint(minimum = 1)
        long maxBytes) {
  /** As in the manifest. */
  public static final ZstdConfig DEFAULTS =
      new ZstdConfig(List.of(), 0, CompressSettings.DEFAULT_CHUNK_BYTES, 3, 4, 64L << 30);
}
