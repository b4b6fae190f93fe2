package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import java.nio.file.Path;
import java.util.List;

/**
 * What to bring back, and where.
 *
 * @param target a folder, made when it is not there
 * @param paths in the snapshot, with all below them; none means everything
 * @param keepExisting whether files that are there stay as they are; else they are replaced
 */
public record RestoreRequest(
    Snapshot snapshot, Path target, List<String> paths, boolean keepExisting) {}
