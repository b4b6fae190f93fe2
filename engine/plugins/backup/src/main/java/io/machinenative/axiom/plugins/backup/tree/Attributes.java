package io.machinenative.axiom.plugins.backup.tree;

/**
 * What the file system says of a file beside its content.
 *
 * @param mode the lowest 12 bits of {@code st_mode}: permissions, set-id bits, sticky bit
 * @param uid the owner's number
 * @param gid the group's number
 * @param modifiedNs nanoseconds since 1970
 * @param changedNs of the inode, nanoseconds since 1970; 0 where the system does not tell
 * @param inode 0 where the system does not tell
 * @param device 0 where the system does not tell
 * @param bytes of a file
 */
public record Attributes(
    int mode,
    int uid,
    int gid,
    long modifiedNs,
    long changedNs,
    long inode,
    long device,
    long bytes) {
  /** Whether the content is the same, as far as can be told without reading it. */
  public boolean sameContent(Attributes other) {
    return bytes == other.bytes
        && modifiedNs == other.modifiedNs
        && changedNs == other.changedNs
        && inode == other.inode;
  }
}
