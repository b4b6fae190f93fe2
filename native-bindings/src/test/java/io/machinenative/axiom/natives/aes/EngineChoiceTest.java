package io.machinenative.axiom.natives.aes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.link.UnusableLibraryException;
import io.machinenative.axiom.natives.os.CpuFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a library, the next choice is taken, and a line says why. */
class EngineChoiceTest {
  /** ELF, 64 bits, little-endian, for ARM: 183 is AArch64. */
  private static final byte[] FOREIGN_ELF = {
    0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, (byte) 183, 0
  };

  @TempDir private Path folder;

  private static String probe(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EngineProbe.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("opened 100"), said);
    return said;
  }

  private static void requireIpsecMb() {
    if (IpsecMb.CHOSEN == null) {
      System.err.println("SKIPPED: every test of IPsec-MB; apt install libipsec-mb1");
    }
    assumeTrue(
        IpsecMb.CHOSEN != null,
        () -> "SKIPPED, and variants with it: " + IpsecMb.CHOICE.linked().availability());
  }

  @Test
  void takesTheFastestThatIsThere() throws Exception {
    requireIpsecMb();
    assertTrue(probe().startsWith("chosen ipsec-mb: the fastest"), probe());
  }

  @Test
  void takesTheEngineThatIsNamed() throws Exception {
    List<String> there =
        AesGcm.engines().stream()
            .filter(report -> report.availability().usable())
            .map(report -> report.engine().label())
            .toList();
    for (String engine : there) {
      String said = probe("-Daxiom.natives.aes=" + engine);
      String why = engine + ": wanted by -Daxiom.natives.aes=" + engine;
      assertTrue(said.startsWith("chosen " + why), said);
    }
    String said = probe("-Daxiom.natives.aes=rot13");
    assertTrue(said.contains("unknown in -Daxiom.natives.aes=rot13"), said);
  }

  @Test
  void doesWithoutAnyLibrary() throws Exception {
    String said = probe("-Daxiom.natives.ipsec-mb=off", "-Daxiom.natives.libcrypto=off");
    assertTrue(said.startsWith("chosen jce: ipsec-mb: turned off by"), said);
  }

  @Test
  void passesOverLibrariesThatCannotBeUsed() throws Exception {
    Path foreign = Files.write(folder.resolve("foreign.so"), Arrays.copyOf(FOREIGN_ELF, 64));
    Path text = Files.writeString(folder.resolve("text.so"), "not a library at all");
    assertPassedOver("no such file", folder.resolve("none.so").toString());
    assertPassedOver("built for 64-bit aarch64", foreign.toString());
    assertPassedOver("not an ELF file", text.toString());
    assertPassedOver("lacks imb_get_version, aes_gcm_pre_256_", "libc.so.6");
  }

  private static void assertPassedOver(String why, String library) throws Exception {
    String said = probe("-Daxiom.natives.ipsec-mb=" + library);
    assertTrue(!said.startsWith("chosen ipsec-mb"), said);
    assertTrue(said.contains(why), said);
  }

  @Test
  void neverTakesAVariantThatTheCpuLacks() {
    Set<String> sandyBridge = Set.of("sse4_2", "cmov", "aes", "pclmulqdq", "avx");
    assertEquals(
        List.of(IpsecMbVariant.AVX_GEN2, IpsecMbVariant.SSE),
        IpsecMbVariant.runningOn(new CpuFeatures(sandyBridge)));
    assertEquals(List.of(), IpsecMbVariant.runningOn(new CpuFeatures(Set.of("sse4_2"))));
    Stream.of(IpsecMbVariant.values())
        .filter(variant -> !variant.runsOn(CpuFeatures.current()))
        .forEach(
            variant -> assertThrows(IllegalStateException.class, () -> AesGcm.newContext(variant)));
  }

  @Test
  void selfTestRefusesWrongFunctions() {
    requireIpsecMb();
    IpsecMbFunctions right = IpsecMb.CHOSEN;
    IpsecMbFunctions swapped =
        new IpsecMbFunctions(
            right.version(),
            right.expand(),
            /* seal= */ right.open(),
            /* sealShort= */ right.openShort(),
            /* open= */ right.seal(),
            /* openShort= */ right.sealShort());
    UnusableLibraryException e =
        assertThrows(
            UnusableLibraryException.class,
            () -> KnownAnswers.check(() -> new IpsecMbSession(IpsecMb.CHOICE.variant(), swapped)));
    assertEquals("self-test failed: a published message: sealed wrongly", e.getMessage());
  }
}
