package io.machinenative.axiom.natives.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ThreadAffinityTest {
  @Test
  void keepsTheCallingThreadOnACpu() throws Exception {
    BitSet before = ThreadAffinity.allowed();
    BitSet last = of(before.length() - 1);
    FutureTask<BitSet> pinned =
        new FutureTask<>(() -> {
          ThreadAffinity.pin(last);
          return ThreadAffinity.allowed();
        });
    Thread.ofPlatform().start(pinned);
    assertEquals(last, pinned.get());
    assertEquals(before, ThreadAffinity.allowed(), "of another thread");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertEquals(
        "expected CPUs 0 to 1023, actual {}",
        assertThrows(IllegalArgumentException.class, () -> ThreadAffinity.pin(new BitSet()))
            .getMessage());
    assertEquals(
        "expected CPUs 0 to 1023, actual {1024}",
        assertThrows(IllegalArgumentException.class, () -> ThreadAffinity.pin(of(1024)))
            .getMessage());
    assertEquals(
        "expected CPUs of " + ThreadAffinity.allowed() + ", actual {1023}",
        assertThrows(IllegalArgumentException.class, () -> ThreadAffinity.pin(of(1023)))
            .getMessage());
  }

  @Test
  void refusesAVirtualThread() throws InterruptedException {
    FutureTask<Object> asked =
        new FutureTask<>(
            () -> assertThrows(IllegalStateException.class, ThreadAffinity::allowed).getMessage());
    Thread.ofVirtual().start(asked).join();
    assertEquals("expected a platform thread, actual a virtual one", asked.resultNow());
  }

  private static BitSet of(int cpu) {
    BitSet cpus = new BitSet();
    cpus.set(cpu);
    return cpus;
  }
}
