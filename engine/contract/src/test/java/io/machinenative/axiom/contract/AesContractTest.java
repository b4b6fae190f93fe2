package io.machinenative.axiom.contract;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.OwnerOnly;
import io.machinenative.axiom.plugins.aes.AesPlugin;
import io.machinenative.axiom.plugins.files.OutputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The aes plugin as a jar of its own, with the native bindings and Argon2 in it. */
@EnabledIfSystemProperty(
    named = "axiom.contract",
    matches = "all",
    disabledReason = "takes five seconds; -Daxiom.contract=all runs it")
class AesContractTest extends PluginContract {
  /** {@code hello} under the key of 32 bytes of 1. */
  private static final String HELLO =
      "QVhTRUFMDQoBAQwAAAAAAH0idj16dGz68buFHf7gm2gDAAAAF1j6vtd5yKtgJYvHm72pE/vU1ZfDQu6r39wJb7C6bCFc"
          + "vgpPQ7nWp5Ye13H9dr4kBbhHrZ4gYBT8ZkB+em2jcMql2E3dkVbHKy/evQvAJZijETe6GRHBWyg9+Qq/6gMbPC61"
          + "g9bMHsac0bWWtuoDxWW4YUhMUrMqueyNZsmUbaXWAdjU6L4HcdMd0mceeR4FUpwxsE8=";

  @TempDir private static Path work;

  private final AtomicInteger turns = new AtomicInteger();

  @Override
  protected Path plugin() {
    return codeOf(AesPlugin.class);
  }

  @Override
  protected List<Path> libraries() {
    return List.of(codeOf(OutputFile.class), codeOf(AesGcm.class), Argon2Library.in(work));
  }

  @Override
  protected void prepare(EngineUnderTest.Setup setup) {
    try {
      Path key = work.resolve("fixed.key");
      if (!Files.exists(key)) {
        Files.createFile(key, OwnerOnly.attributes());
        Files.writeString(key, "01".repeat(32) + "\n");
        Files.write(work.resolve("fixed.sealed"), Base64.getDecoder().decode(HELLO));
      }
      Files.writeString(work.resolve("plain.txt"), "hello");
      setup.configuration(
          "aes",
          Map.of(
              "roots",
              List.of(work.toString()),
              "secrets",
              Map.of("fixed", Map.of("keyFile", key.toString()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which keys there are to destroy, an engine's ring knows. */
  @Override
  protected Set<String> withoutExample() {
    return Set.of("aes.destroy-key");
  }

  @Override
  protected Examples examples() {
    String fixed = ",\"secret\":\"fixed\"";
    String again = fixed + ",\"overwrite\":true";
    return new Examples()
        .answersLike("aes.encrypt", file("plain.txt", again), reply -> reply.contains("SUCCESS"))
        .answersLike("aes.verify", file("fixed.sealed", fixed), reply -> reply.contains("SUCCESS"))
        .answersLike(
            "aes.decrypt",
            file("fixed.sealed", again + ",\"target\":\"" + work + "/again.txt\""),
            reply -> reply.contains("SUCCESS"))
        .answersLike(
            "aes.reencrypt",
            file("plain.txt.sealed", fixed + ",\"newSecret\":\"fixed\""),
            reply -> reply.startsWith("{"))
        .answersLike(
            "aes.encrypt-bytes", "{\"data\":\"aGVsbG8=\"}", reply -> reply.contains("QVhTRUFM"))
        .answersLike(
            "aes.decrypt-bytes",
            "{\"data\":\"" + HELLO + "\"" + fixed + "}",
            reply -> reply.contains("aGVsbG8="))
        .answersLike(
            "aes.generate-key",
            "{\"target\":\"" + work + "/key-" + turns.incrementAndGet() + "\"}",
            reply -> reply.contains("keyId"))
        .answersLike("aes.rotate-key", "{}", reply -> reply.contains("primary"))
        .answersLike(
            "aes.keys", "{}", reply -> reply.contains("PRIMARY") || reply.contains("primary"))
        .answersLike("aes.audit", "{}", reply -> reply.contains("\"intact\":true"))
        .refuses("aes.destroy-key", "{\"keyId\":\"none\"}", Status.INVALID_ARGUMENT);
  }

  private static String file(String name, String more) {
    return "{\"source\":\"" + work.resolve(name) + "\"" + more + "}";
  }
}
