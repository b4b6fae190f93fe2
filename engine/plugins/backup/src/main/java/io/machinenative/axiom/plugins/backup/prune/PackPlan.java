package io.machinenative.axiom.plugins.backup.prune;

import io.machinenative.axiom.plugins.backup.index.ChunkIndex;
import io.machinenative.axiom.plugins.backup.index.PackInfo;
import io.machinenative.axiom.plugins.backup.reach.SlotMarks;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of each pack: it stays, it goes, or what is needed of it is written anew.
 *
 * @param removed nothing in them is needed
 * @param rewritten some of it is
 * @param packBytes of all packs, before
 */
record PackPlan(List<PackInfo> removed, List<PackInfo> rewritten, long packBytes) {
  /** So many packs that are less than a quarter full are put together. */
  private static final int MANY_SMALL = 8;

  static PackPlan of(ChunkIndex index, SlotMarks needed, int wastePercent, int packBytes) {
    List<PackInfo> packs = index.packs();
    long[] neededBytes = new long[packs.size()];
    for (long slot = 0; slot < index.slotCount(); slot++) {
      int pack = index.packNumberAt(slot);
      if (pack >= 0 && needed.isMarked(slot)) {
        neededBytes[pack] += index.sealedBytesAt(slot);
      }
    }
    List<PackInfo> removed = new ArrayList<>();
    List<PackInfo> rewritten = new ArrayList<>();
    List<PackInfo> small = new ArrayList<>();
    long allBytes = 0;
    for (int i = 0; i < neededBytes.length; i++) {
      PackInfo pack = packs.get(i);
      allBytes += pack.packBytes();
      if (neededBytes[i] == 0) {
        removed.add(pack);
      } else if (wastePercent(pack.packBytes(), neededBytes[i]) > wastePercent) {
        rewritten.add(pack);
      } else if (pack.packBytes() < packBytes / 4) {
        small.add(pack);
      }
    }
    if (small.size() >= MANY_SMALL) {
      rewritten.addAll(small);
    }
    return new PackPlan(removed, rewritten, allBytes);
  }

  /** Header, directory and trailer are not waste, and about 30 bytes a chunk. */
  private static double wastePercent(long packBytes, long neededBytes) {
    return 100.0 * (packBytes - neededBytes) / packBytes;
  }
}
