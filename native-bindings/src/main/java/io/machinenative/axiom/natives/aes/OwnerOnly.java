package io.machinenative.axiom.natives.aes;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What a file with a secret is made with: for its owner alone, where the file system knows owners.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> PERMISSIONS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private OwnerOnly() {}

  /** For {@link java.nio.file.Files#createFile} and its like. */
  public static FileAttribute<?>[] attributes() {
    boolean knowsOwners = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return knowsOwners
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PERMISSIONS)}
        : new FileAttribute<?>[0];
  }
}
