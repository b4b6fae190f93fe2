package io.machinenative.axiom.plugins.backup.index;

import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;

/**
 * A pack that the index knows.
 *
 * @param packBytes of the whole file
 */
public record PackInfo(ObjectId id, ChunkKind kind, long packBytes) {}
