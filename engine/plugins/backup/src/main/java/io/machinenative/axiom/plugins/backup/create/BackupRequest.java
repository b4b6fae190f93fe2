package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.repository.SnapshotKind;
import java.nio.file.Path;
import java.util.List;

/**
 * What to save.
 *
 * @param sources folders and files, one or more
 * @param kind which files are read
 * @param tags words of the user's that the snapshot carries
 * @param excludes globs of {@link io.machinenative.axiom.plugins.backup.files.Excludes}
 * @param skipHidden whether names that begin with a dot are left out
 * @param oneFileSystem whether other devices are left out
 * @param level of zstd: -7 to 22
 */
public record BackupRequest(
    List<Path> sources,
    SnapshotKind kind,
    List<String> tags,
    List<String> excludes,
    boolean skipHidden,
    boolean oneFileSystem,
    int level) {
  /** What compresses best among the levels that keep up with a disk. */
  public static final int DEFAULT_LEVEL = 1;

  public BackupRequest {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("expected one source or more, actual none");
    }
    if (level < -7 || level > 22) {
      throw new IllegalArgumentException("level: expected -7 to 22, actual " + level);
    }
  }

  /** All of some folders, with the defaults. */
  public static BackupRequest of(List<Path> sources, SnapshotKind kind) {
    return new BackupRequest(sources, kind, List.of(), List.of(), false, false, DEFAULT_LEVEL);
  }
}
