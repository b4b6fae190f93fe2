package io.machinenative.axiom.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On the module path one flag for one module is enough, and nothing is warned of. */
class ModulePathTest {
  private static final String MODULE = "io.machinenative.axiom.natives";

  @Test
  void oneModuleMayCallNativeCodeAndNobodyElse() throws Exception {
    Path bindings = placeOf(Zstd.class);
    assumeTrue(bindings.toString().endsWith(".jar"), "SKIPPED: needs the packaged module");
    assumeTrue(
        Zstd.provider() == ZstdProvider.SYSTEM,
        "SKIPPED: needs the system's libzstd, for the artifact's is not on that module path");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                bindings.toString(),
                "--add-modules",
                MODULE,
                "--enable-native-access=" + MODULE,
                "--illegal-native-access=deny",
                "-cp",
                placeOf(NativesProbe.class).toString(),
                NativesProbe.class.getName())
            .start();
    assertEquals("", text(child.getErrorStream().readAllBytes()));
    assertEquals(
        MODULE + " SYSTEM " + AesGcm.engine() + " true\n",
        text(child.getInputStream().readAllBytes()));
    assertEquals(true, child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue());
  }

  private static Path placeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
