package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.plugins.files.FileTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Writes a line for each file, with the key that the step used last. One thread's. */
final class AuditedFiles implements FileTransform.Listener {
  private final Audit audit;
  private final TreeSet<String> keyIds = new TreeSet<>();
  private String keyId = "";

  AuditedFiles(Audit audit) {
    this.audit = audit;
  }

  /** The key of the file that is being worked on. */
  void key(String id) {
    keyId = id;
    keyIds.add(id);
  }

  List<String> keyIds() {
    return List.copyOf(keyIds);
  }

  @Override
  public void done(Path source, Path target, long readBytes) throws IOException {
    String what = target == null ? source.toString() : source + " > " + target;
    audit.doneOne(what, keyId, readBytes);
  }

  @Override
  public void failed(Path source, String why) throws IOException {
    audit.failed(source.toString(), why);
  }
}
