package io.machinenative.axiom.natives.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * A library that a jar on the class path carries, unpacked into a private folder before it is
 * opened.
 *
 * <p>The folder belongs to this user and nobody else may enter it ({@code rwx------}); a folder
 * that somebody else has made is refused. The bytes are compared with the checksum of the known
 * artifact both before they are written and, when the file is there already, before it is used.
 * Each process writes a file of its own and renames it, so two that begin at once are no trouble.
 * The file stays for the next start.
 *
 * <p>The system property {@value #DIRECTORY_PROPERTY} names another folder, for a temporary folder
 * that executes nothing.
 *
 * @param resource where the class path has it
 * @param sha256 of the known artifact, in lower-case hexadecimal digits
 */
public record CarriedLibrary(String resource, String sha256) {
  public static final String DIRECTORY_PROPERTY = "axiom.natives.dir";

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /** Where libraries are unpacked. */
  public static Path directory() {
    String named = System.getProperty(DIRECTORY_PROPERTY, "");
    String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_.-]", "_");
    return named.isEmpty()
        ? Path.of(System.getProperty("java.io.tmpdir"), "axiom-natives-" + user)
        : Path.of(named);
  }

  /**
   * Makes the file, or finds it.
   *
   * @throws UnusableLibraryException when the class path lacks it, it is another one than was
   *     expected, or the folder is not private
   */
  public Path unpack() throws UnusableLibraryException {
    return unpack(directory());
  }

  /** Makes the file in a folder, or finds it. */
  Path unpack(Path directory) throws UnusableLibraryException {
    byte[] content = content();
    requireChecksum(content, resource);
    try {
      makePrivate(directory);
      Path file = directory.resolve(fileName());
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        write(directory, file, content);
      }
      requireChecksum(readRegular(file), file.toString());
      return file;
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnusableLibraryException(
          "cannot be unpacked to " + directory + " (-D" + DIRECTORY_PROPERTY + "): " + e, e);
    }
  }

  /** One name for each content, so that two versions live side by side. */
  private String fileName() {
    String name = resource.substring(resource.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return name.substring(0, dot) + "-" + sha256.substring(0, 16) + name.substring(dot);
  }

  private byte[] content() throws UnusableLibraryException {
    try (InputStream in = CarriedLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new UnusableLibraryException("not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnusableLibraryException("not readable: " + e, e);
    }
  }

  private void requireChecksum(byte[] content, String where) throws UnusableLibraryException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      String actual = HexFormat.of().formatHex(digest);
      if (!actual.equals(sha256)) {
        throw new UnusableLibraryException(
            where + ": expected SHA-256 " + sha256 + ", actual " + actual);
      }
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static void makePrivate(Path directory) throws IOException, UnusableLibraryException {
    try {
      if (directory.getParent() != null) {
        Files.createDirectories(directory.getParent());
      }
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      requirePrivate(directory, e);
    }
  }

  /** A file of our own tells who we are: {@code user.name} is a mere setting. */
  private static void requirePrivate(Path directory, FileAlreadyExistsException cause)
      throws IOException, UnusableLibraryException {
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory() || !found.permissions().equals(PRIVATE)) {
      throw new UnusableLibraryException(
          String.format(
              "%s (-D%s): expected a folder with rwx------, actual %s with %s",
              directory,
              DIRECTORY_PROPERTY,
              found.isDirectory() ? "a folder" : "no folder",
              PosixFilePermissions.toString(found.permissions())),
          cause);
    }
    Path ours = Files.createTempFile(directory, "who", "");
    try {
      UserPrincipal user = Files.getOwner(ours);
      if (!found.owner().equals(user)) {
        throw new UnusableLibraryException(
            String.format(
                "%s (-D%s): expected a folder of %s, actual of %s",
                directory, DIRECTORY_PROPERTY, user.getName(), found.owner().getName()),
            cause);
      }
    } finally {
      Files.delete(ours);
    }
  }

  private static void write(Path directory, Path file, byte[] content) throws IOException {
    Path fresh =
        Files.createTempFile(directory, "new", "", PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static byte[] readRegular(Path file) throws IOException, UnusableLibraryException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableLibraryException(file + ": expected a regular file");
    }
    return Files.readAllBytes(file);
  }
}
