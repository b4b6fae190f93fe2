package io.machinenative.axiom.engine.transport.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.IoUtil;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedDriverTest {
  private static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(2);

  private final Path directory = AeronRig.newDirectory();
  private final List<Throwable> errors = new ArrayList<>();

  private DriverOptions options() {
    return AeronRig.driverOptions(directory, errors::add);
  }

  @AfterEach
  void removeDirectory() {
    IoUtil.delete(directory.toFile(), true);
    IoUtil.delete(directory.resolveSibling(directory.getFileName() + ".lock").toFile(), true);
    assertEquals(List.of(), errors);
  }

  @Test
  void directoryOfAKilledServerDoesNotStopTheNextStart() {
    try (ServerProcess server = new ServerProcess(directory, AeronRig.IPC)) {
      AeronLinkOptions linkOptions = AeronLinkOptions.of(directory, options());
      AeronLink link =
          new AeronLink(
              AeronAddress.parse(server.address()), linkOptions, AeronRig.CLOCK, errors::add);
      poll(link, Link.State.CONNECTED);
      DriverDirectory.Status running = inspect();
      assertEquals(DriverDirectory.State.ALIVE, running.state());
      assertEquals(server.pid(), running.pid());

      server.kill();
      assertEquals(DriverDirectory.State.KILLED, inspect().state());
      long sinceNs = AeronRig.CLOCK.nanoTime();
      try (EmbeddedDriver next = EmbeddedDriver.launch(options())) {
        assertTrue(AeronRig.CLOCK.nanoTime() - sinceNs < TimeUnit.SECONDS.toNanos(5));
        assertEquals(DriverDirectory.State.ALIVE, inspect().state());
        assertEquals(ProcessHandle.current().pid(), inspect().pid());
        poll(link, Link.State.CLOSED);
        assertTrue(link.closeReason().contains("media driver"), link.closeReason());
      }
      assertEquals(1, errors.size(), errors.toString());
      errors.clear();
    }
  }

  @Test
  void udpClientOfAKilledServerIsToldInBoundedTime() {
    try (ServerProcess server = new ServerProcess(directory, AeronRig.UDP)) {
      Path none = directory.resolveSibling("axiom-test-none");
      AeronLink link =
          new AeronLink(
              AeronAddress.parse(server.address()),
              AeronLinkOptions.of(none, options().withLivenessNs(LIVENESS_NS, LIVENESS_NS)),
              AeronRig.CLOCK,
              errors::add);
      poll(link, Link.State.CONNECTED);
      server.kill();
      poll(link, Link.State.CLOSED);
      assertEquals("the server does not listen any more", link.closeReason());
    }
  }

  private void poll(AeronLink link, Link.State until) {
    poll(link, until.toString(), () -> link.state() == until);
  }

  private void poll(AeronLink link, String what, BooleanSupplier until) {
    long deadlineNs = AeronRig.CLOCK.nanoTime() + AeronRig.DEADLINE_NS;
    IdleStrategy idle = AeronRig.patientIdle();
    while (!until.getAsBoolean()) {
      assertTrue(
          AeronRig.CLOCK.nanoTime() - deadlineNs < 0,
          () -> "expected " + what + ", actual " + link.state() + " " + link.closeReason());
      link.poll((buffer, offset, length) -> {});
      idle.idle();
    }
  }

  @Test
  void livingDriverOfAnotherProcessIsNamed() {
    try (ServerProcess server = new ServerProcess(directory, AeronRig.IPC)) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> EmbeddedDriver.launch(options()));
      assertTrue(e.getMessage().contains("process " + server.pid()), e.getMessage());
      assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
      assertTrue(e.getMessage().contains("choose another directory"), e.getMessage());
      assertEquals(DriverDirectory.State.ALIVE, inspect().state());
    }
  }

  @Test
  void secondDriverOfThisProcessIsRefused() {
    try (EmbeddedDriver first = EmbeddedDriver.launch(options())) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> EmbeddedDriver.launch(options()));
      assertTrue(
          e.getMessage().contains("process " + ProcessHandle.current().pid()), e.getMessage());
      assertEquals(directory, first.directory());
    }
    try (EmbeddedDriver again = EmbeddedDriver.launch(options())) {
      assertEquals(DriverDirectory.State.ALIVE, inspect().state());
    }
  }

  @Test
  void closedDriverTakesItsDirectoryAlong() {
    EmbeddedDriver.launch(options()).close();
    assertFalse(Files.exists(directory));
    EmbeddedDriver.launch(options().withDeleteOnClose(false)).close();
    assertEquals(DriverDirectory.State.STOPPED, inspect().state());
  }

  @Test
  void directoryWithOtherFilesIsLeftAlone() throws IOException {
    Path precious = Files.writeString(directory.resolve("thesis.txt"), "years of work");
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> EmbeddedDriver.launch(options()));
    assertTrue(e.getMessage().contains("thesis.txt"), e.getMessage());
    assertTrue(Files.exists(precious));
  }

  @Test
  void onlyTheOwnerMayReadTheTraffic() throws IOException {
    try (EmbeddedDriver driver = EmbeddedDriver.launch(options())) {
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(driver.directory())));
    }
  }

  @Test
  void conductorWithoutADriverSaysSo() {
    AeronContext context =
        AeronContext.of(directory, AeronRig.CLOCK, SystemEpochClock.INSTANCE, errors::add);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> AeronConductor.connect(context));
    assertEquals(
        "no media driver serves "
            + directory
            + ": there is no media driver. Start one there, or embed one",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = Mount.class,
      names = {"SHARED", "DEDICATED"})
  void driverWithThreadsNeedsNoInvoker(Mount mount) {
    DriverOptions options =
        DriverOptions.standard(
            directory,
            mount,
            Thread::new,
            YieldingIdleStrategy::new,
            AeronRig.CLOCK,
            SystemEpochClock.INSTANCE,
            errors::add);
    try (EmbeddedDriver driver = EmbeddedDriver.launch(options);
        AeronConductor conductor =
            AeronConductor.connect(AeronContext.of(driver, AeronRig.CLOCK, errors::add));
        AeronListener listener =
            new AeronListener(
                conductor,
                AeronAddress.parse(AeronRig.IPC),
                AeronListenerOptions.DEFAULT,
                new RecordingHandler(),
                (source, reason) -> {})) {
      assertNull(driver.invoker());
      try (AeronLink link =
          new AeronLink(
              AeronAddress.parse(listener.address()),
              AeronLinkOptions.of(directory, options),
              AeronRig.CLOCK,
              errors::add)) {
        poll(link, Link.State.CONNECTED);
        poll(link, "room for a frame", () -> link.claim(100) == Outcome.OK);
        link.abort();
      }
    }
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> options().withTermBytes(1000));
    assertThrows(IllegalArgumentException.class, () -> options().withNetworkMtuBytes(1409));
    assertThrows(IllegalArgumentException.class, () -> options().withLivenessNs(1, 1));
  }

  private DriverDirectory.Status inspect() {
    return DriverDirectory.inspect(directory, SystemEpochClock.INSTANCE);
  }
}
