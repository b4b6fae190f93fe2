package io.machinenative.axiom.plugins.backup;

import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.repository.Snapshot;
import java.time.Instant;
import java.util.List;

/** A snapshot, as callers see it. */
@Description("A snapshot.")
record SnapshotInfo(
    @Description("Its name: 32 digits, of which the first ones will do.") String id,
    @Description("When it was begun.") String time,
    @Description("FULL, INCREMENTAL or DIFFERENTIAL.") String kind,
    @Description("The snapshot whose unchanged files were not read; empty for none.") String parent,
    @Description("Where it was made.") String host,
    @Description("What was saved.") List<String> sources,
    @Description("Words that it carries.") List<String> tags,
    long files,
    long directories,
    long symbolicLinks,
    long bytes,
    @Description("Files that were read, for they were new or changed.") long readFiles,
    long readBytes,
    @Description("Bytes that the repository did not have.") long newBytes,
    @Description("What those take, compressed and sealed.") long storedBytes,
    @Description("Files that were left out or changed while they were read.") long warnings,
    long durationMs) {

  static SnapshotInfo of(Snapshot s) {
    return new SnapshotInfo(
        s.id().toString(),
        Instant.ofEpochMilli(s.timeMs()).toString(),
        s.kind().name(),
        s.parent().map(ObjectId::toString).orElse(""),
        s.host(),
        s.sources(),
        s.tags(),
        s.totals().files(),
        s.totals().directories(),
        s.totals().symbolicLinks(),
        s.totals().bytes(),
        s.totals().readFiles(),
        s.totals().readBytes(),
        s.totals().newBytes(),
        s.totals().storedBytes(),
        s.totals().warnings(),
        s.totals().durationMs());
  }
}
