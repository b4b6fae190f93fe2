package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.natives.os.ExtendedAttributes;
import io.machinenative.axiom.plugins.backup.tree.Attributes;
import io.machinenative.axiom.plugins.backup.tree.ExtendedAttribute;
import io.machinenative.axiom.plugins.backup.tree.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives files the owner, the extended attributes, the permissions and the times that they had: in
 * this order, for a change of owner takes capabilities and set-id bits away, and permissions may
 * forbid to set attributes. Any thread.
 */
final class AttributeWriter {
  private static final List<String> ACCESS_LISTS =
      List.of("system.posix_acl_access", "system.posix_acl_default");

  private final boolean unix;
  private final int uid;
  private final int gid;
  private final RestoreProgress progress;
  private final AtomicBoolean ownersTold = new AtomicBoolean();
  private final Set<String> extendedTold = ConcurrentHashMap.newKeySet();
  private final boolean inherits;

  /**
   * @param target a folder that this process has made or owns: whose owner it is tells which files
   *     have the right one from the beginning
   */
  AttributeWriter(Path target, RestoreProgress progress) throws IOException {
    this.progress = progress;
    unix = target.getFileSystem().supportedFileAttributeViews().contains("unix");
    Path probe = unix ? Files.createTempFile(target, ".axiom-restore-", "") : target;
    try {
      uid = unix ? (Integer) Files.getAttribute(probe, "unix:uid") : 0;
      gid = unix ? (Integer) Files.getAttribute(probe, "unix:gid") : 0;
      inherits = isControlled(probe);
    } finally {
      if (unix) {
        Files.delete(probe);
      }
    }
  }

  /** Whether new files get access control lists of the target's. */
  private static boolean isControlled(Path probe) throws IOException {
    try (ExtendedAttributes extended = new ExtendedAttributes()) {
      return extended.names(PathBytes.raw(probe)).stream()
          .anyMatch(name -> ACCESS_LISTS.contains(new String(name, StandardCharsets.UTF_8)));
    }
  }

  /** All of a file or a folder; what cannot be set is told, and the rest is set all the same. */
  void apply(Path file, Attributes attributes) throws IOException {
    applyOwner(file, attributes);
    applyExtended(file, attributes);
    if (unix) {
      Files.setAttribute(file, "unix:mode", attributes.mode(), LinkOption.NOFOLLOW_LINKS);
    }
    applyTime(file, attributes);
  }

  /** Of a symbolic link, which has no permissions of its own. */
  void applyToLink(Path link, Attributes attributes) {
    applyOwner(link, attributes);
    applyExtended(link, attributes);
    try {
      applyTime(link, attributes);
    } catch (IOException | UnsupportedOperationException e) {
      progress.warn(link + ": the link's time was not set: " + e);
    }
  }

  private void applyOwner(Path file, Attributes attributes) {
    if (!unix || (attributes.uid() == uid && attributes.gid() == gid)) {
      return;
    }
    try {
      Files.setAttribute(file, "unix:gid", attributes.gid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", attributes.uid(), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      if (!ownersTold.getAndSet(true)) {
        progress.warn(
            file + ": its owner was not set, nor those of others: " + e + "; it takes root");
      }
    }
  }

  private void applyExtended(Path file, Attributes attributes) {
    if (attributes.extended().isEmpty() && !inherits) {
      return;
    }
    byte[] path = PathBytes.raw(file);
    try (ExtendedAttributes extended = new ExtendedAttributes()) {
      if (inherits) {
        takeAccessLists(extended, path);
      }
      for (ExtendedAttribute each : attributes.extended()) {
        try {
          extended.set(path, each.name(), each.value());
        } catch (IOException e) {
          tellExtended(file, each.nameText(), e);
        }
      }
    } catch (IOException e) {
      tellExtended(file, "access control lists of the folder", e);
    }
  }

  private static void takeAccessLists(ExtendedAttributes extended, byte[] path) throws IOException {
    for (String name : ACCESS_LISTS) {
      extended.remove(path, name.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Once for each name: a target that has no such thing has none for any file. */
  private void tellExtended(Path file, String name, IOException e) {
    if (extendedTold.add(name)) {
      progress.warn(
          "%s: its extended attribute %s was not set, nor perhaps those of others: %s"
              .formatted(file, name, e.getMessage()));
    }
  }

  private static void applyTime(Path file, Attributes attributes) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(attributes.modifiedNs(), TimeUnit.NANOSECONDS), null, null);
  }
}
