package io.machinenative.axiom.testkit.backup;

import io.machinenative.axiom.plugins.backup.chunk.ChunkSizes;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.Argon2Cost;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.RepositorySettings;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import io.machinenative.axiom.plugins.backup.storage.StoredObjects;
import io.machinenative.axiom.plugins.s3.S3Objects;
import io.machinenative.axiom.plugins.s3.server.S3Server;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where killer and victim meet: a tree in a folder, and a repository there or, when the folder has
 * a file {@code endpoint}, in the object storage that it names. One thread's.
 */
final class KillGround {
  private static final RepositorySettings SMALL =
      new RepositorySettings(new ChunkSizes(4 << 10, 16 << 10, 64 << 10), 1 << 20);
  private static final int FILES = 80;
  private static final int LONGEST_FILE_BYTES = 60_000;

  private static final String BUCKET = "backups";

  private final Path folder;
  private final Path repository;
  private final Path source;
  private final SecureRandom random = new SecureRandom();

  KillGround(Path folder) {
    this.folder = folder;
    repository = folder.resolve("repository");
    source = folder.resolve("source");
  }

  Path source() {
    return source;
  }

  private static Secret secret() {
    return new Secret.KeyBytes(new byte[32]);
  }

  /** Moves to an object storage, before anything is made. */
  void useObjects(S3Server server) throws IOException {
    // As S3Proxy keeps buckets.
    Files.createDirectory(folder.resolve("s3/objects").resolve(BUCKET));
    Files.writeString(folder.resolve("endpoint"), server.endpoint());
  }

  private Storage storage() throws IOException {
    if (Files.exists(folder.resolve("endpoint"))) {
      String endpoint = Files.readString(folder.resolve("endpoint"));
      S3Objects objects =
          S3Objects.open(
              new S3Objects.Place(endpoint, "", Optional.of(KillGround::credential)),
              Clock.systemUTC(),
              Thread.ofPlatform().daemon().name("s3-", 0).factory(),
              UUID::randomUUID);
      return new StoredObjects(
          objects.storage(), BUCKET + "/repository", endpoint, Arena::ofShared, objects::close);
    }
    return new DirectoryStorage(
        repository, () -> ObjectId.random(random).toString(), Arena::ofShared);
  }

  private static byte[] credential(String name) {
    return switch (name) {
      case "s3-access-key-id" -> S3Server.ACCESS_KEY.getBytes(StandardCharsets.UTF_8);
      case "s3-secret-access-key" -> S3Server.SECRET_KEY.getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalStateException("no secret " + name);
    };
  }

  /** Makes the repository, and the tree as it is at first. */
  void make(SplittableRandom seeded) throws IOException {
    Files.createDirectories(repository);
    Files.createDirectories(source);
    try (Secret secret = secret()) {
      Repository.initialize(storage(), secret, Argon2Cost.LEAST, SMALL, surroundings()).close();
    }
    for (int i = 0; i < FILES; i++) {
      change(seeded);
    }
  }

  Repository open() throws IOException {
    try (Secret secret = secret()) {
      return Repository.open(storage(), secret);
    }
  }

  Surroundings surroundings() {
    return new Surroundings(
        random,
        System::currentTimeMillis,
        System::nanoTime,
        Thread.ofPlatform().daemon().name("backup-", 0).factory(),
        2,
        Arena::ofShared,
        "here",
        ProcessHandle.current().pid());
  }

  /** Writes or removes a file of the tree. */
  void change(SplittableRandom seeded) throws IOException {
    Path folder = source.resolve("folder-" + seeded.nextInt(6));
    Files.createDirectories(folder);
    Path file = folder.resolve("file-" + seeded.nextInt(FILES));
    if (seeded.nextInt(6) == 0) {
      Files.deleteIfExists(file);
      return;
    }
    byte[] content = new byte[seeded.nextInt(LONGEST_FILE_BYTES)];
    seeded.nextBytes(content);
    Files.write(file, content);
  }

  /** Names and contents of a tree, as one hash. */
  static String digest(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<Path> sorted = paths.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        digest.update(tree.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected a JDK that has SHA-256", e);
    }
  }
}
