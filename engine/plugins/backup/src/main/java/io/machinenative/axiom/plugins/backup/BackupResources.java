package io.machinenative.axiom.plugins.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.ObjectStorage;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.repository.Repository;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import io.machinenative.axiom.plugins.backup.repository.Surroundings;
import io.machinenative.axiom.plugins.backup.storage.DirectoryStorage;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import io.machinenative.axiom.plugins.backup.storage.StoredObjects;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the tools share.
 *
 * @param roots where callers may name files
 * @param passphrase the server's secret: a copy, which the caller wipes
 * @param objects where repositories may be, when the plugin s3 is there
 */
record BackupResources(
    FileRoots roots,
    Surroundings surroundings,
    Supplier<byte[]> passphrase,
    Optional<ObjectStorage> objects) {
  /** What repositories in object storage begin with. */
  private static final String REMOTE = "s3://";

  private static final long PROGRESS_NS = 200_000_000;

  /** Where a caller's repository is; of a new one the folder is made. */
  Storage storage(String repository, boolean isNew) throws IOException {
    if (repository.startsWith(REMOTE)) {
      return remote(repository);
    }
    Path path = isNew ? roots.writable(repository) : roots.existing(repository);
    if (isNew) {
      Files.createDirectories(path);
    }
    return new DirectoryStorage(
        path, () -> ObjectId.random(surroundings.random()).toString(), surroundings.memory());
  }

  private Storage remote(String repository) {
    String place = repository.substring(REMOTE.length());
    if (place.indexOf('/') < 0) {
      throw ToolException.invalid("expected s3://BUCKET/PREFIX, actual " + repository);
    }
    ObjectStorage storage =
        objects.orElseThrow(() ->
            ToolException.invalid(
                "expected the plugin s3-storage for " + repository + ", actual none"));
    return new StoredObjects(storage, place, repository, surroundings.memory(), () -> {});
  }

  /** What opens it: what the caller says, or the server's secret; the caller closes it. */
  Secret secret(String given) {
    if (given != null) {
      return new Secret.Passphrase(given.toCharArray());
    }
    byte[] bytes;
    try {
      bytes = passphrase.get();
    } catch (IllegalStateException e) {
      throw ToolException.invalid(
          "expected a passphrase, or a secret of the server: " + e.getMessage());
    }
    CharBuffer characters = UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] exact = new char[characters.remaining()];
    characters.get(exact);
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(characters.array(), '\0');
    return new Secret.Passphrase(exact);
  }

  /** Opens a caller's repository; the caller closes it. */
  Repository open(String repository, String passphrase) throws IOException {
    try (Secret secret = secret(passphrase)) {
      return Repository.open(storage(repository, false), secret);
    }
  }

  /** The snapshot of a name, which may be cut short, or {@code latest}. */
  static Snapshot find(Repository repository, String name) throws IOException {
    List<Snapshot> snapshots = repository.snapshots();
    if (name.equals("latest") && !snapshots.isEmpty()) {
      return snapshots.getLast();
    }
    List<Snapshot> found =
        snapshots.stream().filter(s -> s.id().toString().startsWith(name)).toList();
    if (found.size() != 1) {
      throw ToolException.invalid("expected one snapshot '" + name + "', actual " + found.size());
    }
    return found.getFirst();
  }

  /**
   * Whether a call is not wanted any more; tells its caller how far it is five times a second, on
   * the way. Any thread.
   */
  BooleanSupplier watch(CallContext call, LongSupplier doneBytes) {
    return new BooleanSupplier() {
      private volatile long toldNs = surroundings.nanos().getAsLong();

      @Override
      public boolean getAsBoolean() {
        long nowNs = surroundings.nanos().getAsLong();
        if (nowNs - toldNs > PROGRESS_NS) {
          // Two threads may both tell: the caller hears it twice.
          toldNs = nowNs;
          call.progress((double) doneBytes.getAsLong(), Double.NaN, null);
        }
        return call.isCancelled();
      }
    };
  }
}
