package io.machinenative.axiom.natives.zstd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.link.Candidate;
import io.machinenative.axiom.natives.link.Library;
import io.machinenative.axiom.natives.link.Linked;
import io.machinenative.axiom.natives.link.Platform;
import io.machinenative.axiom.natives.link.UnusableLibraryException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that is missing, foreign, damaged, old or wrong gives the next one, with a reason. */
class LibraryChoiceTest {
  @TempDir private Path folder;

  /** Under another name than {@code zstd}, so that no property of this JVM overrides it. */
  private static Linked<ZstdFunctions> link(List<Candidate> candidates) {
    return new Library<>("zstd-test", candidates, ZstdSelfTest::versionOf)
        .link(ZstdFunctions.class);
  }

  private Candidate file(String name, byte[] content) throws IOException {
    return Candidate.system(Files.write(folder.resolve(name), content).toString());
  }

  private static Path anyLibrary() {
    return Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
  }

  @Test
  void theNextOneIsTakenAndTheReasonsAreKept() throws IOException {
    assumeTrue(Platform.current().isLinux(), "ELF files");
    assumeTrue(Zstd.provider() == ZstdProvider.SYSTEM, "this JVM has the system's");
    byte[] elf = Files.readAllBytes(anyLibrary());
    byte[] foreign = elf.clone();
    foreign[18] = 0x16;
    foreign[19] = 0;
    byte[] damaged = java.util.Arrays.copyOf(elf, 5000);
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(Candidate.system("libno-such-zstd.so.9"));
    candidates.add(Candidate.system(folder.resolve("missing.so").toString()));
    candidates.add(file("text.so", "not a library at all, but a text".getBytes(US_ASCII)));
    candidates.add(file("foreign.so", foreign));
    candidates.add(file("damaged.so", damaged));
    candidates.add(Candidate.system(anyLibrary().toString()));
    candidates.add(Candidate.system("libzstd.so.1"));
    Linked<ZstdFunctions> linked = link(candidates);
    assertTrue(linked.isUsable(), () -> linked.availability().toString());
    List<String> tried = linked.availability().tried();
    List<String> reasons =
        List.of(
            "not found by the system's loader",
            "no such file",
            "not an ELF file",
            "built for 64-bit s390x",
            "damaged",
            "lacks ZSTD_versionNumber, ZSTD_getErrorName");
    assertEquals(reasons.size(), tried.size(), tried::toString);
    for (int i = 0; i < reasons.size(); i++) {
      assertTrue(tried.get(i).contains(reasons.get(i)), tried.get(i));
    }
  }

  @Test
  void noneAtAllIsAValueToo() {
    Linked<ZstdFunctions> linked = link(List.of(Candidate.system("libno-such-zstd.so.9")));
    assertFalse(linked.isUsable());
    assertTrue(linked.availability().reason().contains("not found"), linked::toString);
  }

  /** The linked functions with one of them replaced. */
  private static ZstdFunctions with(String name, MethodHandle handle) throws Exception {
    ZstdFunctions real = ZstdNative.linked().functions();
    var components = ZstdFunctions.class.getRecordComponents();
    Object[] handles = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      var accessor = components[i].getAccessor();
      accessor.setAccessible(true);
      handles[i] = components[i].getName().equals(name) ? handle : accessor.invoke(real);
      types[i] = MethodHandle.class;
    }
    return ZstdFunctions.class.getDeclaredConstructor(types).newInstance(handles);
  }

  @Test
  void anOldVersionIsRefused() throws Exception {
    assumeTrue(ZstdNative.linked().isUsable(), "needs a library to make old");
    ZstdFunctions old = with("versionNumber", MethodHandles.constant(int.class, 1_04_00));
    String reason =
        assertThrows(UnusableLibraryException.class, () -> ZstdSelfTest.versionOf(old))
            .getMessage();
    assertEquals("expected version 1.4.1 or newer, actual 1.4.0", reason);
  }

  @Test
  void aWrongAnswerIsRefused() throws Exception {
    assumeTrue(ZstdNative.linked().isUsable(), "needs a library to make wrong");
    MethodHandle wrong =
        MethodHandles.dropArguments(
            MethodHandles.constant(long.class, 17L),
            0,
            long.class,
            MemorySegment.class,
            long.class,
            MemorySegment.class,
            long.class);
    ZstdFunctions functions = with("decompress", wrong);
    String reason =
        assertThrows(UnusableLibraryException.class, () -> ZstdSelfTest.versionOf(functions))
            .getMessage();
    assertEquals("self-test, a known frame: expected 480, actual 17", reason);
  }
}
