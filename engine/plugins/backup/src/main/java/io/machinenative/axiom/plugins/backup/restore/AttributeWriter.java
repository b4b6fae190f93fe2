package io.machinenative.axiom.plugins.backup.restore;

import io.machinenative.axiom.plugins.backup.tree.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives files the owner, the permissions and the times that they had: in this order, for a change
 * of owner takes set-id bits away. Any thread.
 */
final class AttributeWriter {
  private final boolean unix;
  private final int uid;
  private final int gid;
  private final RestoreProgress progress;
  private final AtomicBoolean ownersTold = new AtomicBoolean();

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
    } finally {
      if (unix) {
        Files.delete(probe);
      }
    }
  }

  /** All of a file or a folder; what cannot be set is told, and the rest is set all the same. */
  void apply(Path file, Attributes attributes) throws IOException {
    applyOwner(file, attributes);
    if (unix) {
      Files.setAttribute(file, "unix:mode", attributes.mode(), LinkOption.NOFOLLOW_LINKS);
    }
    applyTime(file, attributes);
  }

  /** Of a symbolic link, which has no permissions of its own. */
  void applyToLink(Path link, Attributes attributes) {
    applyOwner(link, attributes);
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

  private static void applyTime(Path file, Attributes attributes) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(attributes.modifiedNs(), TimeUnit.NANOSECONDS), null, null);
  }
}
