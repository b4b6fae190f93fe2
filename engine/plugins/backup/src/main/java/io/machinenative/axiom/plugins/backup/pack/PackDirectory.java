package io.machinenative.axiom.plugins.backup.pack;

import io.machinenative.axiom.plugins.backup.format.ChunkKind;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import java.util.List;

/**
 * What is in a pack.
 *
 * @param packBytes of the whole file
 */
public record PackDirectory(
    ObjectId pack, ChunkKind kind, long packBytes, List<PackEntry> entries) {}
