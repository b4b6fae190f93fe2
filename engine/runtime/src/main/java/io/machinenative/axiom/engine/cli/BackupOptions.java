package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.KeyFile;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import io.machinenative.axiom.plugins.backup.storage.StoredObjects;
import io.machinenative.axiom.plugins.s3.S3Objects;
import java.io.Console;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import picocli.CommandLine.Option;

/** Which repository, and what opens it. */
final class BackupOptions {
  private static final int PASSPHRASE_FILE_MAX_BYTES = 4096;
  private static final String REMOTE = "s3://";

  @Option(
      names = {"-r", "--repository"},
      paramLabel = "PLACE",
      defaultValue = "${AXIOM_BACKUP_REPOSITORY}",
      description = {
        "The repository: a directory, or s3://BUCKET/PREFIX (default: AXIOM_BACKUP_REPOSITORY).",
        "Of object storage, AWS_ENDPOINT_URL_S3 says which, AWS_REGION where; credentials are"
            + " those",
        "of the AWS command line."
      })
  private String repository;

  @Option(
      names = {"-k", "--key"},
      paramLabel = "FILE",
      description = "A key file instead of a passphrase: 64 hexadecimal digits, of aes keygen.")
  private Path keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "A file whose first line is the passphrase.")
  private Path passphraseFile;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Threads that compute (default: one for each core).")
  private Integer threads;

  private final SecureRandom random = new SecureRandom();

  /** Where the repository is, for people. */
  String location() {
    if (repository == null) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected a repository: -r PLACE, or AXIOM_BACKUP_REPOSITORY");
    }
    return repository;
  }

  /** Where it is; the caller closes it. */
  Storage storage() {
    if (location().startsWith(REMOTE)) {
      return remote(repository.substring(REMOTE.length()));
    }
    return new DirectoryStorage(
        Path.of(location()), () -> ObjectId.random(random).toString(), Arena::ofShared);
  }

  private Storage remote(String place) {
    if (place.indexOf('/') < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--repository: expected s3://BUCKET/PREFIX, got " + repository);
    }
    S3Objects.Place service;
    try {
      service =
          new S3Objects.Place(
              variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
              variable("AWS_REGION", "AWS_DEFAULT_REGION"),
              Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "AWS_ENDPOINT_URL_S3: " + e.getMessage());
    }
    S3Objects objects =
        S3Objects.open(
            service,
            Clock.systemUTC(),
            Thread.ofPlatform().daemon().name("s3-", 0).factory(),
            UUID::randomUUID);
    return new StoredObjects(objects.storage(), place, repository, Arena::ofShared, objects::close);
  }

  private static String variable(String name, String otherwise) {
    String value = System.getenv(name);
    return value != null ? value : Objects.requireNonNullElse(System.getenv(otherwise), "");
  }

  /** Makes the folder of a new repository. */
  void makeFolder() throws IOException {
    if (!location().startsWith(REMOTE)) {
      Files.createDirectories(Path.of(repository));
    }
  }

  SecureRandom random() {
    return random;
  }

  /**
   * Opens the repository; the caller closes it. Native libraries are linked meanwhile, on another
   * core: both take a quarter of a second.
   */
  Repository open() throws IOException {
    try (Secret secret = secret(false)) {
      Thread.ofPlatform().daemon().name("natives").start(BackupOptions::linkNatives);
      Repository repository = Repository.open(storage(), secret);
      if (secret instanceof Secret.Passphrase) {
        // What a passphrase's key took, 64 MiB, goes back to the system.
        System.gc();
      }
      return repository;
    }
  }

  private static void linkNatives() {
    Zstd.newCompressor(ZstdSettings.DEFAULT).close();
    AesGcm.newContext().close();
  }

  Surroundings surroundings() {
    int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (workers < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--threads: expected 1 or more, got " + workers);
    }
    ThreadFactory factory = Thread.ofPlatform().daemon().name("backup-", 0).factory();
    return new Surroundings(
        random,
        System::currentTimeMillis,
        System::nanoTime,
        factory,
        workers,
        Arena::ofShared,
        host(),
        ProcessHandle.current().pid());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine whose name no resolver knows: its name is all that is asked for.
      return e.getMessage().replaceFirst(":.*", "");
    }
  }

  /**
   * What opens the repository; the caller closes it.
   *
   * @param twice whether somebody who types it has to do so twice
   */
  Secret secret(boolean twice) throws IOException {
    if (keyFile != null) {
      return new Secret.KeyBytes(KeyFile.readBytes(keyFile));
    }
    if (passphraseFile != null) {
      return new Secret.Passphrase(firstLine(passphraseFile));
    }
    String fromEnvironment = System.getenv("AXIOM_BACKUP_PASSPHRASE");
    if (fromEnvironment != null) {
      return new Secret.Passphrase(fromEnvironment.toCharArray());
    }
    return new Secret.Passphrase(ask(twice));
  }

  private static char[] firstLine(Path file) throws IOException {
    if (Files.size(file) > PASSPHRASE_FILE_MAX_BYTES) {
      throw new CommandFailure(ExitCode.USAGE, file + ": expected a passphrase, got a long file");
    }
    String line = Files.readString(file).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, file + ": expected a passphrase, got nothing");
    }
    return line.toCharArray();
  }

  private static char[] ask(boolean twice) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected a passphrase: --passphrase-file, --key, or AXIOM_BACKUP_PASSPHRASE");
    }
    char[] passphrase = console.readPassword("Passphrase: ");
    if (passphrase == null || passphrase.length == 0) {
      throw new CommandFailure(ExitCode.USAGE, "expected a passphrase, got nothing");
    }
    if (twice) {
      char[] again = console.readPassword("Once more: ");
      boolean same = Arrays.equals(passphrase, again);
      if (again != null) {
        Arrays.fill(again, '\0');
      }
      if (!same) {
        throw new CommandFailure(ExitCode.USAGE, "the two passphrases differ");
      }
    }
    return passphrase;
  }
}
