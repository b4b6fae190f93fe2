package io.machinenative.axiom.natives.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CpuFeaturesTest {
  @Test
  void readsWhatLinuxSaysOfX86AndArm() {
    String x86 = "processor\t: 0\nflags\t\t: fpu aes  avx2\nbugs\t: x\n\nflags\t\t: other\n";
    assertEquals(Set.of("fpu", "aes", "avx2"), CpuFeatures.of(x86).flags());
    String arm = "processor\t: 0\nFeatures\t: fp asimd aes pmull\n";
    assertTrue(CpuFeatures.of(arm).hasAll("aes", "pmull"));
    assertFalse(CpuFeatures.of(arm).hasAll("aes", "avx2"));
  }

  @Test
  void claimsNothingWhereNothingIsSaid() {
    assertEquals(Set.of(), CpuFeatures.of("").flags());
    assertFalse(CpuFeatures.of("processor: 0\n").hasAll("aes"));
  }
}
