package io.machinenative.axiom.plugins.backup.tree;

import java.util.List;

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
 * @param extended in the order in which the system told them
 */
public record Attributes(
    int mode,
    int uid,
    int gid,
    long modifiedNs,
    long changedNs,
    long inode,
    long device,
    long bytes,
    List<ExtendedAttribute> extended) {
  public Attributes {
    extended = List.copyOf(extended);
  }

  /** Without extended attributes. */
  public Attributes(
      int mode,
      int uid,
      int gid,
      long modifiedNs,
      long changedNs,
      long inode,
      long device,
      long bytes) {
    this(mode, uid, gid, modifiedNs, changedNs, inode, device, bytes, List.of());
  }

  /** The same with other extended attributes. */
  public Attributes withExtended(List<ExtendedAttribute> others) {
    return new Attributes(mode, uid, gid, modifiedNs, changedNs, inode, device, bytes, others);
  }

  /** The same of a file that is as long as it was read. */
  public Attributes withBytes(long read) {
    return new Attributes(mode, uid, gid, modifiedNs, changedNs, inode, device, read, extended);
  }

  /** Whether the content is the same, as far as can be told without reading it. */
  public boolean sameContent(Attributes other) {
    return bytes == other.bytes
        && modifiedNs == other.modifiedNs
        && changedNs == other.changedNs
        && inode == other.inode;
  }
}
