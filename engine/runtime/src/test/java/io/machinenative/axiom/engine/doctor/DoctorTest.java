package io.machinenative.axiom.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.doctor.Finding.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;

/** All checks get along with the machine that runs the tests, whatever it is. */
class DoctorTest {
  @Test
  void everyCheckSaysSomethingOfThisMachine() {
    Optional<Path> root = Optional.of(Path.of(System.getProperty("axiom.root")));
    List<Finding> findings = new Doctor(root, SystemEpochClock.INSTANCE).examine();

    assertTrue(findings.size() >= 18, findings::toString);
    for (Finding finding : findings) {
      assertFalse(finding.name().isBlank(), finding::toString);
      assertFalse(finding.found().isBlank(), finding::toString);
      if (finding.state() == State.PROBLEM) {
        assertFalse(finding.remedy().isBlank(), finding::toString);
      }
    }
    // the build's own tests run with the flags of the file
    Finding access =
        findings.stream().filter(f -> f.name().equals("memory access")).findFirst().orElseThrow();
    assertEquals(State.OK, access.state(), access::toString);
  }

  @Test
  void aTakenPortIsSeen() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Finding> findings = new PortCheck(taken.getLocalPort()).look();
      assertEquals(State.ADVICE, findings.getFirst().state(), findings::toString);
    }
  }
}
