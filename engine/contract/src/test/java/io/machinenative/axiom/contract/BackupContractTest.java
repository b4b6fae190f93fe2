package io.machinenative.axiom.contract;

import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.plugins.backup.BackupPlugin;
import io.machinenative.axiom.plugins.backup.create.BackupProgress;
import io.machinenative.axiom.plugins.backup.create.BackupRequest;
import io.machinenative.axiom.plugins.backup.create.BackupRun;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.Argon2Cost;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositorySettings;
import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.files.OutputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The backup plugin as a jar of its own, with the native bindings and Argon2 in it. */
@EnabledIfSystemProperty(
    named = "axiom.contract",
    matches = "all",
    disabledReason = "takes ten seconds; -Daxiom.contract=all runs it")
class BackupContractTest extends PluginContract {
  private static final String PASSPHRASE = "a passphrase";

  @TempDir private static Path work;

  private final AtomicInteger turns = new AtomicInteger();

  @Override
  protected Path plugin() {
    return codeOf(BackupPlugin.class);
  }

  @Override
  protected List<Path> libraries() {
    return List.of(codeOf(OutputFile.class), codeOf(Zstd.class), Argon2Library.in(work));
  }

  @Override
  protected void prepare(EngineUnderTest.Setup setup) {
    try {
      if (!Files.exists(work.resolve("tree"))) {
        Files.writeString(Files.createDirectory(work.resolve("tree")).resolve("file"), "content");
        makeRepository();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    setup.configuration("backup", Map.of("roots", List.of(work.toString()), "threads", 1));
  }

  /** With a passphrase that costs little, for it is asked for hundreds of times. */
  private static void makeRepository() throws IOException, InterruptedException {
    SecureRandom random = new SecureRandom();
    Surroundings surroundings =
        new Surroundings(
            random,
            System::currentTimeMillis,
            System::nanoTime,
            Thread.ofPlatform().daemon().factory(),
            1,
            Arena::ofShared,
            "contract",
            ProcessHandle.current().pid());
    Path folder = Files.createDirectory(work.resolve("repository"));
    try (Secret secret = new Secret.Passphrase(PASSPHRASE.toCharArray());
        Repository repository =
            Repository.initialize(
                new DirectoryStorage(
                    folder, () -> ObjectId.random(random).toString(), Arena::ofShared),
                secret,
                Argon2Cost.LEAST,
                RepositorySettings.DEFAULT,
                surroundings)) {
      BackupRequest request = BackupRequest.of(List.of(work.resolve("tree")), SnapshotKind.FULL);
      new BackupRun(repository, surroundings, request, new BackupProgress(), () -> false).run();
    }
  }

  @Override
  protected Examples examples() {
    return new Examples()
        .answersLike(
            "backup.init",
            arguments("new-" + turns.incrementAndGet(), ""),
            reply -> reply.contains("\"id\""))
        .answersLike(
            "backup.create",
            arguments("repository", ",\"sources\":[\"tree\"]"),
            reply -> reply.contains("\"files\":1"))
        .answersLike(
            "backup.restore",
            arguments("repository", ",\"target\":\"restored\""),
            reply -> reply.contains("\"failures\":0"))
        .answersLike(
            "backup.list", arguments("repository", ""), reply -> reply.contains("contract"))
        .answersLike("backup.stats", arguments("repository", ""), reply -> reply.contains("chunks"))
        .answersLike("backup.check", arguments("repository", ""), BackupContractTest::isSound)
        .answersLike("backup.verify", arguments("repository", ""), BackupContractTest::isSound)
        .answersLike(
            "backup.prune",
            arguments("repository", ",\"last\":1000,\"dryRun\":true"),
            reply -> reply.contains("\"removed\":[]"))
        .refuses("backup.list", arguments("none", ""), Status.INVALID_ARGUMENT);
  }

  private static boolean isSound(String reply) {
    return reply.contains("\"sound\":true");
  }

  private static String arguments(String repository, String more) {
    return "{\"repository\":\""
        + repository
        + "\",\"passphrase\":\""
        + PASSPHRASE
        + "\""
        + more
        + "}";
  }
}
