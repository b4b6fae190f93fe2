package io.machinenative.axiom.engine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code axiom aes}: what was sealed comes back, and nothing else ever becomes a file. */
class AesCommandTest {
  private static final long SEED = 22;

  @TempDir private Path folder;
  private final byte[] text = new byte[2_500_000];

  @BeforeEach
  void makeFiles() throws IOException {
    new Random(SEED).nextBytes(text);
    Files.write(folder.resolve("text"), text);
    assertEquals(ExitCode.OK, run("keygen", "-o", path("key")).exitCode());
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("aes"), Stream.of(arguments)).toArray(String[]::new));
  }

  private void says(int exitCode, String part, String... arguments) {
    CommandRun run = run(arguments);
    assertEquals(exitCode, run.exitCode(), run::toString);
    assertTrue(run.err().contains(part), run::toString);
    assertFalse(run.err().contains("\tat "), run::toString);
  }

  private void seal(String from, String to) {
    CommandRun run = run("seal", "-k", path("key"), path(from), "-o", path(to));
    assertEquals(new CommandRun(ExitCode.OK, "", ""), run);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void opensWhatItSealed() throws IOException {
    seal("text", "sealed");
    CommandRun opened = run("open", "-k", path("key"), path("sealed"), "-o", path("opened"));
    assertEquals(new CommandRun(ExitCode.OK, "", ""), opened);
    assertArrayEquals(text, Files.readAllBytes(folder.resolve("opened")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("opened"))));
    assertEquals(List.of("key", "opened", "sealed", "text"), files());
  }

  @Test
  void opensContainersOfAPassphraseAndOfAKey() throws IOException {
    Files.writeString(folder.resolve("secret"), "long enough to be one\n");
    Files.setPosixFilePermissions(
        folder.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
    String[] passphrase = {"--passphrase-file", path("secret")};
    String[] key = {"-k", path("key"), "--container"};
    for (String[] with : List.of(passphrase, key)) {
      CommandRun sealed =
          run("seal", with[0], with[1], "--container", path("text"), "-o", path("c"));
      assertEquals(new CommandRun(ExitCode.OK, "", ""), sealed);
      CommandRun opened = run("open", with[0], with[1], path("c"), "-o", path("o"));
      assertEquals(new CommandRun(ExitCode.OK, "", ""), opened);
      assertArrayEquals(text, Files.readAllBytes(folder.resolve("o")));
      Files.delete(folder.resolve("o"));
      if (with == passphrase) {
        says(
            ExitCode.FAILED,
            "sealed with a passphrase",
            "open",
            "-k",
            path("key"),
            path("c"),
            "-o",
            path("o"));
      }
      Files.delete(folder.resolve("c"));
    }
    says(ExitCode.USAGE, "expected one of", "seal", path("text"), "-o", path("c"));
  }

  @Test
  void leavesNoFileOfAForgery() throws IOException {
    seal("text", "sealed");
    byte[] sealed = Files.readAllBytes(folder.resolve("sealed"));
    Files.write(folder.resolve("cut"), Arrays.copyOf(sealed, 2 << 20));
    sealed[1_500_000] ^= 1;
    Files.write(folder.resolve("changed"), sealed);
    run("keygen", "-o", path("other"));
    List<String> before = files();
    String to = path("opened");
    String key = path("key");
    says(ExitCode.FAILED, "segment 1, the last one,", "open", "-k", key, path("cut"), "-o", to);
    says(ExitCode.FAILED, "segment 1 is not", "open", "-k", key, path("changed"), "-o", to);
    says(ExitCode.FAILED, "begins with byte 40", "open", "-k", key, path("text"), "-o", to);
    String other = path("other");
    says(ExitCode.FAILED, "with this key", "open", "-k", other, path("sealed"), "-o", to);
    says(
        ExitCode.FAILED,
        "associated data",
        "open",
        "-k",
        key,
        "--aad",
        "another name",
        path("sealed"),
        "-o",
        to);
    assertEquals(before, files());
  }

  @Test
  void overwritesOnlyWhenTold() throws IOException {
    byte[] key = Files.readAllBytes(folder.resolve("key"));
    says(ExitCode.USAGE, "is there already", "keygen", "-o", path("key"));
    assertArrayEquals(key, Files.readAllBytes(folder.resolve("key")));
    String text = path("text");
    says(ExitCode.USAGE, "say -f", "seal", "-k", path("key"), text, "-o", text);
    CommandRun forced = run("seal", "-f", "-k", path("key"), text, "-o", text);
    assertEquals(ExitCode.OK, forced.exitCode(), forced::toString);
    says(ExitCode.OK, "", "open", "-f", "-k", path("key"), text, "-o", text);
    assertArrayEquals(this.text, Files.readAllBytes(folder.resolve("text")));
  }

  @Test
  void refusesKeysThatOthersMayReadAndFilesThatAreNone() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
    String to = path("sealed");
    says(ExitCode.USAGE, "chmod 600", "seal", "-k", path("key"), path("text"), "-o", to);
    says(
        ExitCode.OK,
        "",
        "seal",
        "--insecure-key",
        "-k",
        path("key"),
        path("text"),
        "-o",
        path("sealed"));
    Files.writeString(folder.resolve("nokey"), "hello");
    Files.setPosixFilePermissions(
        folder.resolve("nokey"), PosixFilePermissions.fromString("rw-------"));
    says(ExitCode.USAGE, "line 1: expected", "seal", "-k", path("nokey"), path("text"), "-o", to);
    says(ExitCode.USAGE, "cannot be read", "seal", "-k", path("none"), path("text"), "-o", to);
    says(ExitCode.USAGE, "expected a command");
  }

  @Test
  void filtersPipes() {
    byte[] sealed = pipe(ExitCode.OK, text, "aes", "seal", "-k", path("key"));
    assertEquals(text.length + 40 + 3 * 16, sealed.length);
    assertArrayEquals(text, pipe(ExitCode.OK, sealed, "aes", "open", "-k", path("key")));
    byte[] cut = Arrays.copyOf(sealed, sealed.length - 1);
    byte[] part = pipe(ExitCode.FAILED, cut, "aes", "open", "-k", path("key"));
    assertArrayEquals(Arrays.copyOf(text, (2 << 20) - 40 - 2 * 16), part);
  }

  private static byte[] pipe(int exitCode, byte[] input, String... arguments) {
    try (ChildJvm axiom = ChildJvm.start(Main.class, List.of(arguments), false)) {
      byte[] output = axiom.exchange(input);
      assertEquals(exitCode, axiom.exitCode(), axiom::errors);
      return output;
    }
  }
}
