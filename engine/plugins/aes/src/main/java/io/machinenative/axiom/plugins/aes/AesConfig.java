package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import java.util.List;
import java.util.Map;

/** The plugin's settings; their schema and defaults stand in its manifest. */
public record AesConfig(
    @Description("Folders in which tools may read and write; none: a folder of the plugin's own.")
        List<String> roots,
    @Description("Threads that encrypt at once for one call; 0: one a core, at most 8.")
        @Constraint(minimum = 0, maximum = 64)
        int threads,
    @Description("What the key ring is sealed under; by default a key file beside it.")
        @Constraint(optional = true)
        SecretSpec master,
    @Description("Secrets that callers may name.") Map<String, SecretSpec> secrets,
    @Description("Hours after which a key that seals is followed by a new one.")
        @Constraint(minimum = 1)
        int rotateAfterHours,
    @Description("Bytes that a key seals before it is followed by a new one.")
        @Constraint(minimum = 1)
        long rotateAfterBytes,
    @Description("Files and payloads that a key seals before it is followed by a new one.")
        @Constraint(minimum = 1)
        long rotateAfterMessages,
    @Description("Keys that the ring may have.") @Constraint(minimum = 2, maximum = 100)
        int keysMax,
    @Description("Memory of Argon2id, in KiB.") @Constraint(minimum = 19_456, maximum = 262_144)
        int argon2MemoryKib,
    @Description("Iterations of Argon2id.") @Constraint(minimum = 2, maximum = 16)
        int argon2Iterations,
    @Description("Lanes of Argon2id.") @Constraint(minimum = 1, maximum = 16)
        int argon2Parallelism) {
  private static final long HOUR_MS = 3_600_000;

  RotationPolicy rotation() {
    return new RotationPolicy(
        rotateAfterHours * HOUR_MS, rotateAfterBytes, rotateAfterMessages, keysMax);
  }
}
