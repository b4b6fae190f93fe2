package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.DamagedException;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import io.machinenative.axiom.plugins.backup.pack.PackDirectory;
import io.machinenative.axiom.plugins.backup.pack.PackEntry;
import io.machinenative.axiom.plugins.backup.pack.PackFormat;
import io.machinenative.axiom.plugins.backup.pack.PackReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs of runs that died before their index was written: what is in them counts as stored, so that
 * the next run goes on where they ended. Stateless.
 */
public final class UnindexedPacks {
  private UnindexedPacks() {}

  /**
   * Adds them to an index.
   *
   * @param damages told of a pack that is none; it is not used
   * @return what is in them, for an index file
   */
  public static List<PackDirectory> adopt(
      Repository repository, ChunkIndex index, Repository.Damages damages) throws IOException {
    List<PackDirectory> adopted = new ArrayList<>();
    try (PackReader packs =
        new PackReader(
            repository.storage(),
            repository.keys(),
            repository.settings().chunkSizes().maxBytes())) {
      repository
          .storage()
          .list(
              PackFormat.FOLDER,
              (name, bytes) -> {
                ObjectId pack = ObjectId.parse(name);
                if (!index.knows(pack)) {
                  read(packs, pack, bytes, adopted, damages);
                }
              });
    }
    for (PackDirectory pack : adopted) {
      int number = index.addPack(new PackInfo(pack.pack(), pack.kind(), pack.packBytes()));
      for (PackEntry entry : pack.entries()) {
        index.add(entry.id(), number, entry.offset(), entry.sealedBytes());
      }
    }
    return adopted;
  }

  private static void read(
      PackReader packs,
      ObjectId pack,
      long bytes,
      List<PackDirectory> adopted,
      Repository.Damages damages)
      throws IOException {
    try {
      adopted.add(packs.directory(pack, bytes));
    } catch (DamagedException e) {
      damages.report(e);
    } catch (NoSuchFileException e) {
      damages.report(new DamagedException(PackFormat.name(pack) + ": gone since it was listed", e));
    }
  }
}
