package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.Priority;
import io.machinenative.axiom.engine.port.Identity;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

/** Who is served first, and that nobody is starved. */
class PriorityTest {
  private final TestLimits limits = new TestLimits();
  private final TestTools tools = new TestTools();

  @Test
  void higherLanesFirstAndInOrderWithinOne() {
    DataPlane plane = new DataPlane(limits, tools.routes());
    HandClient client = plane.open();
    Priority[] asked = {Priority.LOW, Priority.CRITICAL, Priority.NORMAL, Priority.HIGH};
    for (int round = 0; round < 3; round++) {
      for (Priority priority : asked) {
        int id = priority.value() * 10 + round;
        client.send(Invoke.of(id, "worker.order").priority(priority));
      }
    }
    plane.stepIngress();
    plane.settle();
    assertEquals(List.of(30L, 31L, 32L, 20L, 21L, 22L, 10L, 11L, 12L, 0L, 1L, 2L), tools.order);
  }

  /** Two lanes are kept full; a single call in one of the others is served all the same. */
  @Test
  void noLaneIsStarvedByTheOthers() {
    limits.creditWindow = 512;
    limits.slotCount = 512;
    limits.laneCapacity = 128;
    for (Priority starved : new Priority[] {Priority.LOW, Priority.NORMAL, Priority.HIGH}) {
      tools.order.clear();
      DataPlane plane = new DataPlane(limits, tools.routes());
      plane.carrier.framesPerPoll(512);
      HandClient client = plane.open();
      long id = 1;
      for (Priority priority :
          List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.CRITICAL)) {
        for (int i = 0; i < 100 && priority != starved; i++) {
          client.send(Invoke.of(id++, "worker.order").priority(priority));
        }
      }
      client.send(Invoke.of(0, "worker.order").priority(starved));
      plane.stepIngress();
      while (tools.order.size() < 300) {
        plane.stepWorkers();
      }
      int served = tools.order.indexOf(0L);
      assertTrue(served >= 0 && served <= 3 * 16, starved + " was served as number " + served);
      plane.settle();
      plane.requireNothingHeld();
    }
  }

  @Test
  void callsGoToTheWorkerThatHasTheFewest() {
    DataPlane plane =
        new DataPlane(limits, tools.routes(), 3, 0, Identity.open(), Thread.ofVirtual().factory());
    HandClient client = plane.open();
    for (int i = 0; i < 9; i++) {
      client.send(Invoke.of(i, "worker.echo"));
    }
    plane.stepIngress();
    for (var worker : plane.workers) {
      assertEquals(3, work(worker), worker.roleName());
    }
    plane.settle();
    assertEquals(9, client.all().size());
  }

  private static int work(Agent worker) {
    try {
      return worker.doWork();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
