package io.machinenative.axiom.engine.workflow.files;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.json.OperationRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeOperationsTest {
  @TempDir Path folder;

  @Test
  void aTreeComesBackAsItWas() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    String longName = "name-".repeat(30) + "ü";
    Files.createDirectories(tree.resolve("empty"));
    Files.createDirectories(tree.resolve("a/b"));
    Files.writeString(tree.resolve("a/b/" + longName), "long");
    Path script = Files.writeString(tree.resolve("a/run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(script, FileTime.fromMillis(1_234_567_890_123L));
    Files.createFile(tree.resolve("a/nothing"));
    Files.writeString(tree.resolve("a/left-out.tmp"), "x");
    Files.createSymbolicLink(tree.resolve("a/link"), Path.of("../nowhere"));
    Files.setPosixFilePermissions(
        tree.resolve("a/b"), PosixFilePermissions.fromString("r-xr-xr-x"));

    byte[] tar = read(tree, List.of("**/*.tmp")).output();
    Path copy = folder.resolve("copy");
    write(tar, copy);
    Map<String, String> expected = describe(tree);
    expected.remove("a/left-out.tmp");
    assertEquals(expected, describe(copy));
  }

  @Test
  void whatIsNeitherFileNorFolderIsSkippedWithAWarning() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Process mkfifo = new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start();
    assertEquals(0, mkfifo.waitFor());
    List<String> warnings = read(tree, List.of()).warnings();
    assertTrue(warnings.getFirst().contains("neither file"), warnings::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/outside", "link/outside"})
  void noEntryLeadsOut(String name) throws Exception {
    Path outside = Files.createDirectory(folder.resolve("elsewhere"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName(outside.toString());
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
      TarArchiveEntry file = new TarArchiveEntry(name, true);
      file.setSize(4);
      tar.putArchiveEntry(file);
      tar.write(new byte[4]);
      tar.closeArchiveEntry();
    }
    Path copy = folder.resolve("copy");
    assertThrows(ToolException.class, () -> write(bytes.toByteArray(), copy));
    assertFalse(Files.exists(copy));
    assertFalse(Files.exists(outside.resolve("outside")));
    assertEquals(Map.of("elsewhere", "folder"), new TreeMap<>(names()));
  }

  @Test
  void aTornArchiveLeavesNothing() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.write(tree.resolve("file"), new byte[100_000]);
    byte[] tar = read(tree, List.of()).output();
    byte[] torn = java.util.Arrays.copyOf(tar, 50_000);
    Path copy = folder.resolve("copy");
    assertThrows(IOException.class, () -> write(torn, copy));
    assertEquals(Map.of("tree", "folder"), new TreeMap<>(names()));
  }

  private OperationRun read(Path tree, List<String> excludes) throws Exception {
    return run("tree.read", Map.of("path", tree.toString(), "excludes", excludes), new byte[0]);
  }

  private void write(byte[] tar, Path copy) throws Exception {
    run("tree.write", Map.of("path", copy.toString()), tar);
  }

  private OperationRun run(String name, Map<String, ?> parameters, byte[] input) throws Exception {
    FileOperations operations = new FileOperations(new OpenFolders(List.of(folder)));
    return OperationRun.of(operations.all(), name, parameters, input);
  }

  private Map<String, String> names() throws IOException {
    Map<String, String> names = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      list.forEach(path ->
          names.put(path.getFileName().toString(), Files.isDirectory(path) ? "folder" : "file"));
    }
    return names;
  }

  private static Map<String, String> describe(Path tree) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : walk.filter(path -> !path.equals(tree)).toList()) {
        String text;
        if (Files.isSymbolicLink(path)) {
          text = "-> " + Files.readSymbolicLink(path);
        } else {
          text =
              PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                  + " "
                  + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(MICROSECONDS)
                  + " "
                  + (Files.isDirectory(path) ? "folder" : Files.readString(path));
        }
        entries.put(tree.relativize(path).toString(), text);
      }
    }
    return entries;
  }
}
