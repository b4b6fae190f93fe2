package io.machinenative.axiom.natives.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A library that cannot be used gives the next choice and a line that says why. */
@EnabledOnOs(OS.LINUX)
class LibraryTest {
  private static final Candidate LIBC = Candidate.system("libc.so.6");
  private static final String PROPERTY = "axiom.natives.sample";

  @TempDir private Path folder;

  record Strings(
      @Symbol(
              value = "str{variant}",
              returns = long.class,
              takes = {MemorySegment.class},
              returnsAtOnce = true)
          MethodHandle strlen,
      @Symbol(
              value = "no_such_function",
              returns = void.class,
              takes = {int.class, double.class},
              optional = true)
          MethodHandle missing) {}

  record Errors(
      @Symbol(
              value = "chdir",
              returns = int.class,
              takes = {MemorySegment.class},
              errno = true)
          MethodHandle chdir) {}

  record NotHandles(String name) {}

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void linksAndCalls() throws Throwable {
    Linked<Strings> linked = sample(LIBC).link(Strings.class, "len");
    assertTrue(linked.isUsable());
    assertEquals(
        new Availability("sample", true, "libc.so.6", "1.0", "system, self-test passed", List.of()),
        linked.availability());
    assertNull(linked.functions().missing());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom("axiom");
      assertEquals(5L, (long) linked.functions().strlen().invokeExact(text));
    }
  }

  @Test
  void tellsErrno() throws Throwable {
    Linked<Errors> linked =
        new Library<Errors>("sample", List.of(LIBC), functions -> "").link(Errors.class);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Errno.newState(arena);
      MemorySegment path = arena.allocateFrom("/no/such/folder");
      assertEquals(-1, (int) linked.functions().chdir().invokeExact(state, path));
      assertEquals(2, Errno.of(state), "ENOENT");
    }
  }

  @Test
  void takesTheNextWhenOneIsMissingOrDamaged() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.so"));
    Library<Strings> library =
        new Library<>(
            "sample",
            List.of(
                Candidate.system("libnosuch.so.1"),
                new Candidate(folder.resolve("gone.so").toString(), "artifact a 1"),
                new Candidate(empty.toString(), "artifact b 2"),
                LIBC),
            functions -> "1.0");
    Linked<Strings> linked = library.link(Strings.class, "len");
    assertEquals("libc.so.6", linked.availability().from());
    assertEquals(
        List.of(
            "libnosuch.so.1 (system): not found by the system's loader",
            folder.resolve("gone.so") + " (artifact a 1): no such file",
            empty + " (artifact b 2): not an ELF file"),
        linked.availability().tried());
  }

  @Test
  void saysForWhichMachineALibraryWasBuilt() throws IOException {
    byte[] header = new byte[64];
    byte[] begin = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    System.arraycopy(begin, 0, header, 0, begin.length);
    assertEquals(
        "built for 64-bit s390x, this JVM is " + Platform.current(), why(header, (byte) 22));
    header[4] = 1;
    assertEquals("built for 32-bit x86, this JVM is " + Platform.current(), why(header, (byte) 3));
    header[4] = 2;
    String arch = Platform.current().arch();
    assertEquals(
        "refused by the system's loader: damaged, or a library that it needs is missing",
        why(header, arch.equals("amd64") ? (byte) 62 : (byte) 183));
  }

  private String why(byte[] header, byte machine) throws IOException {
    header[18] = machine;
    Path file = Files.write(folder.resolve("other.so"), header);
    Linked<Strings> linked = sample(new Candidate(file.toString(), "a test")).link(Strings.class);
    assertFalse(linked.isUsable());
    return linked.availability().reason().substring((file + " (a test): ").length());
  }

  @Test
  void namesTheSymbolsThatAreMissing() {
    Linked<Strings> linked = sample(LIBC).link(Strings.class, "nosuch");
    assertNull(linked.functions());
    assertEquals("libc.so.6 (system): lacks strnosuch", linked.availability().reason());
  }

  @Test
  void anOldOrWrongLibraryIsAReason() {
    Library<Strings> old =
        new Library<>(
            "sample",
            List.of(LIBC),
            functions -> {
              throw new UnusableLibraryException("expected version 2.0 or later, actual 1.0");
            });
    Linked<Strings> linked = old.link(Strings.class, "len");
    assertNull(linked.functions());
    assertEquals(
        "libc.so.6 (system): expected version 2.0 or later, actual 1.0",
        linked.availability().reason());
  }

  @Test
  void thePropertyNamesAnotherOrNone() {
    System.setProperty(PROPERTY, "libm.so.6");
    assertEquals(
        "libm.so.6 (named by -Daxiom.natives.sample): lacks strnosuch",
        sample(LIBC).link(Strings.class, "nosuch").availability().reason());
    System.setProperty(PROPERTY, "off");
    assertEquals(
        "turned off by -Daxiom.natives.sample=off",
        sample(LIBC).link(Strings.class, "len").availability().reason());
  }

  @Test
  void nothingKnownForAPlatform() {
    Availability none =
        new Library<Strings>("sample", List.of(), functions -> "")
            .link(Strings.class)
            .availability();
    assertEquals("none is known for " + Platform.current(), none.reason());
  }

  @Test
  void refusesARecordOfSomethingElse() {
    Library<NotHandles> library = new Library<>("sample", List.of(LIBC), functions -> "");
    assertThrows(IllegalArgumentException.class, () -> library.link(NotHandles.class));
  }

  private static Library<Strings> sample(Candidate... candidates) {
    return new Library<>("sample", List.of(candidates), functions -> "1.0");
  }
}
