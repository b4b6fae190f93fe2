package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.chunk.Chunker;
import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.format.RepositoryException;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.IndexFile;
import io.machinenative.axiom.plugins.backup.keys.Argon2Cost;
import io.machinenative.axiom.plugins.backup.keys.KeySlot;
import io.machinenative.axiom.plugins.backup.keys.RepositoryKeys;
import io.machinenative.axiom.plugins.backup.keys.Secret;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A repository that is open: its keys, its settings, its objects.
 *
 * <p>Any thread. Owns keys and storage, and closes them.
 */
public final class Repository implements AutoCloseable {
  private static final String CONFIG = "config";
  private static final String KEYS = "keys";
  private static final int OBJECT_MAX_BYTES = 64 << 20;

  private final Storage storage;
  private final ObjectId id;
  private final RepositoryKeys keys;
  private final RepositorySettings settings;
  private final long[] table;

  private Repository(
      Storage storage, ObjectId id, RepositoryKeys keys, RepositorySettings settings) {
    this.storage = storage;
    this.id = id;
    this.keys = keys;
    this.settings = settings;
    byte[] gear = keys.gearKey();
    table = Chunker.table(gear);
    Arrays.fill(gear, (byte) 0);
  }

  /**
   * Makes a repository where there is none, and opens it.
   *
   * @param storage closed with the repository, or when this fails
   * @param secret the caller's
   */
  public static Repository initialize(
      Storage storage,
      Secret secret,
      Argon2Cost cost,
      RepositorySettings settings,
      Surroundings surroundings)
      throws IOException {
    try {
      if (exists(storage)) {
        throw new RepositoryException(
            "expected no repository in " + storage.location() + " yet, actual one");
      }
      removeOrphanedKeys(storage);
      ObjectId id = ObjectId.random(surroundings.random());
      RepositoryKeys keys = RepositoryKeys.random(surroundings.random());
      byte[] slot = KeySlot.seal(keys, id, secret, cost, surroundings.random());
      storage.put(KEYS + "/" + ObjectId.random(surroundings.random()), MemorySegment.ofArray(slot));
      // The last one: from now on there is a repository.
      byte[] config = ObjectFile.seal(keys, CONFIG, id, settings.encode());
      storage.put(CONFIG, MemorySegment.ofArray(config));
      return new Repository(storage, id, keys, settings);
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  private static boolean exists(Storage storage) throws IOException {
    try {
      return storage.size(CONFIG) >= 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** An attempt that died left its key, which opens nothing. */
  private static void removeOrphanedKeys(Storage storage) throws IOException {
    for (String name : names(storage, KEYS)) {
      storage.delete(KEYS + "/" + name);
    }
  }

  private static List<String> names(Storage storage, String folder) throws IOException {
    List<String> names = new ArrayList<>();
    storage.list(folder, (name, bytes) -> names.add(name));
    return names;
  }

  /**
   * Opens a repository.
   *
   * @param storage closed with the repository, or when this fails
   * @param secret the caller's
   * @throws RepositoryException when there is none, or the secret does not open it
   */
  public static Repository open(Storage storage, Secret secret) throws IOException {
    try {
      byte[] config = readConfig(storage);
      ObjectId id = ObjectFile.idOf(CONFIG, config);
      RepositoryKeys keys = unlock(storage, id, secret);
      byte[] settings = ObjectFile.open(keys, CONFIG, id, config);
      return new Repository(storage, id, keys, RepositorySettings.decode(settings));
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  private static byte[] readConfig(Storage storage) throws IOException {
    try {
      return storage.readAll(CONFIG, OBJECT_MAX_BYTES);
    } catch (NoSuchFileException e) {
      throw new RepositoryException(
          "expected a repository in " + storage.location() + ", actual none: see backup init", e);
    }
  }

  private static RepositoryKeys unlock(Storage storage, ObjectId id, Secret secret)
      throws IOException {
    List<String> slots = names(storage, KEYS);
    DamagedException damage = null;
    for (String slot : slots) {
      String name = KEYS + "/" + slot;
      try {
        Optional<RepositoryKeys> keys =
            KeySlot.open(name, storage.readAll(name, KeySlot.BYTES), id, secret);
        if (keys.isPresent()) {
          return keys.get();
        }
      } catch (DamagedException e) {
        damage = e;
      }
    }
    String what = secret instanceof Secret.Passphrase ? "passphrase" : "key";
    throw new RepositoryException(
        "the %s opens none of the %d key slots of %s"
            .formatted(what, slots.size(), storage.location()),
        damage);
  }

  public ObjectId id() {
    return id;
  }

  public RepositorySettings settings() {
    return settings;
  }

  public RepositoryKeys keys() {
    return keys;
  }

  public Storage storage() {
    return storage;
  }

  /** 256 words of the chunker: shared, never changed. */
  public long[] table() {
    return table;
  }

  /** A new index of all that the index files say; the caller closes it. */
  public ChunkIndex loadIndex() throws IOException {
    return loadIndex(damage -> {
      throw damage;
    });
  }

  /** Told of a file that is damaged, and not used. */
  @FunctionalInterface
  public interface Damages {
    void report(DamagedException damage) throws DamagedException;
  }

  /** The same, without index files that are damaged. */
  public ChunkIndex loadIndex(Damages damages) throws IOException {
    ChunkIndex index = new ChunkIndex();
    try {
      for (ObjectId file : ids(IndexFile.FOLDER)) {
        try {
          IndexFile.load(IndexFile.FOLDER + "/" + file, read(IndexFile.FOLDER, file), index);
        } catch (NoSuchFileException e) {
          // A prune put others in its place since the folder was listed: the caller's next look at
          // a chunk that is missing loads them.
          continue;
        } catch (DamagedException e) {
          damages.report(e);
        }
      }
      return index;
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** Writes an index file of packs that are stored. */
  public ObjectId writeIndex(List<PackDirectory> packs, Surroundings surroundings)
      throws IOException {
    ObjectId file = ObjectId.random(surroundings.random());
    write(IndexFile.FOLDER, file, IndexFile.encode(packs));
    return file;
  }

  /** What an index file says. */
  public List<PackDirectory> readIndex(ObjectId file) throws IOException {
    return IndexFile.decode(IndexFile.FOLDER + "/" + file, read(IndexFile.FOLDER, file));
  }

  /** All snapshots, the oldest first. */
  public List<Snapshot> snapshots() throws IOException {
    List<Snapshot> snapshots = new ArrayList<>();
    for (ObjectId snapshot : ids(Snapshot.FOLDER)) {
      snapshots.add(snapshot(snapshot));
    }
    snapshots.sort(Comparator.comparingLong(Snapshot::timeMs).thenComparing(Snapshot::id));
    return snapshots;
  }

  public Snapshot snapshot(ObjectId snapshot) throws IOException {
    return Snapshot.decode(snapshot, read(Snapshot.FOLDER, snapshot));
  }

  /** The snapshot is there when this returns, and all that it names has to be before. */
  public void writeSnapshot(Snapshot snapshot) throws IOException {
    write(Snapshot.FOLDER, snapshot.id(), snapshot.encode());
  }

  /** The names of a folder's objects; a file with another name is a {@link DamagedException}. */
  public List<ObjectId> ids(String folder) throws IOException {
    List<ObjectId> ids = new ArrayList<>();
    for (String name : names(storage, folder)) {
      try {
        ids.add(ObjectId.parse(name));
      } catch (IllegalArgumentException e) {
        throw new DamagedException(folder + "/" + name + ": " + e.getMessage(), e);
      }
    }
    return ids;
  }

  private byte[] read(String folder, ObjectId object) throws IOException {
    byte[] file = storage.readAll(folder + "/" + object, OBJECT_MAX_BYTES);
    return ObjectFile.open(keys, folder, object, file);
  }

  private void write(String folder, ObjectId object, byte[] content) throws IOException {
    byte[] file = ObjectFile.seal(keys, folder, object, content);
    storage.put(folder + "/" + object, MemorySegment.ofArray(file));
  }

  @Override
  public void close() throws IOException {
    keys.close();
    storage.close();
  }
}
