package io.machinenative.axiom.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.base.EngineLimits;
import io.machinenative.axiom.engine.doctor.Finding.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the JVM tells of itself is judged right, at the edge of each rule. */
class JvmChecksTest {
  private static final long MIB = 1 << 20;

  @Test
  void jdk() {
    assertEquals(State.OK, JdkCheck.judge(25, "25").state());
    assertEquals(State.ADVICE, JdkCheck.judge(26, "26").state());
  }

  @Test
  void flagsOfTheFileAgainstFlagsInForce() {
    List<String> wanted = JvmFlagsCheck.flagsOf(List.of("# why", "", " -Xmx1g ", "-XX:+UseG1GC"));
    assertEquals(List.of("-Xmx1g", "-XX:+UseG1GC"), wanted);

    List<String> launched = List.of("-Xmx1g", "-XX:+UseG1GC", "-Daxiom.root=/somewhere");
    Finding all = JvmFlagsCheck.compare(wanted, launched);
    assertEquals(State.OK, all.state(), all::toString);
    assertEquals("all of perf-config/jvm/axiom.args", all.found());

    Finding more = JvmFlagsCheck.compare(wanted, List.of("-Xmx1g", "-XX:+UseG1GC", "-Xmx2g"));
    assertEquals(State.OK, more.state(), more::toString);
    assertTrue(more.found().endsWith(", and -Xmx2g"), more::toString);

    Finding fewer = JvmFlagsCheck.compare(wanted, List.of("-Xmx1g"));
    assertEquals(State.ADVICE, fewer.state(), fewer::toString);
    assertEquals("without -XX:+UseG1GC", fewer.found());
  }

  @Test
  void directMemoryHoldsWhatTheDefaultLimitsReserve() {
    long needed = MemoryCheck.reservedBytes(EngineLimits.DEFAULTS);
    // the pool, and requests and replies of 1024 slots of 4 KiB for each of three kinds of carriers
    assertEquals((256 + 3 * 2 * 4) * MIB, needed);
    assertEquals(State.OK, MemoryCheck.judge(MIB, needed, 2 * needed).state());
    assertEquals(State.PROBLEM, MemoryCheck.judge(MIB, needed - 1, 2 * needed).state());
    assertEquals(State.ADVICE, MemoryCheck.judge(MIB, needed, needed).state());
  }

  @Test
  void coresDecideTheMount() {
    Finding one = CoresCheck.judge(1);
    assertEquals(State.ADVICE, one.state(), one::toString);
    assertEquals("2 cores: mount shared, 1 worker", CoresCheck.judge(2).found());
    assertEquals("6 cores: mount dedicated, 4 workers", CoresCheck.judge(6).found());
  }
}
