package io.machinenative.axiom.plugins.backup.index;

import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;

/** Where a chunk is. */
public record Location(ObjectId pack, ChunkKind kind, long offset, int sealedBytes) {}
