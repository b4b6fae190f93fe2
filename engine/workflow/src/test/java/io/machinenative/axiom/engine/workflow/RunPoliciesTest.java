package io.machinenative.axiom.engine.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Operation.Shape;
import io.machinenative.axiom.engine.workflow.model.ErrorPolicy.Retry;
import io.machinenative.axiom.engine.workflow.report.RunOutcome;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.run.PipelineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real runs teach: whom they try again, whom they leave alone, and what they advise. */
class RunPoliciesTest {
  @TempDir Path folder;

  record Nothing() {}

  private static Map<?, ?> advice(PipelineRig rig, String run, String kind) {
    Map<?, ?> report = rig.pipelines().report(run).orElseThrow();
    List<?> advice = (List<?>) report.get("advice");
    return advice.stream()
        .map(each -> (Map<?, ?>) each)
        .filter(each -> each.get("kind").equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + report));
  }

  private static long evidence(Map<?, ?> advice, String name) {
    return ((Number) ((Map<?, ?>) advice.get("evidence")).get(name)).longValue();
  }

  @Test
  void aSlowSinkAndAFilterThatFailedAreNamed() throws Exception {
    String yaml =
        """
        name: slow
        stages:
          - {name: count, operation: test.count, parameters: {bytes: 8000000}}
          - name: shaky
            operation: test.failing-filter
            needs: [count]
            parameters: {afterBytes: 1000000, attempts: 1}
            onError: {retry: {times: 1, backoff: linear, delay: 1ms}}
          - {name: slow, operation: test.throttled, needs: [shaky]}
        """;
    try (PipelineRig rig =
        new PipelineRig(
            folder,
            TestOperations.count(),
            TestOperations.failing(Shape.FILTER),
            TestOperations.throttled(TimeUnit.MILLISECONDS.toNanos(4)))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      Map<?, ?> bottleneck = advice(rig, run.id(), "bottleneck");
      assertEquals("slow", bottleneck.get("stage"));
      assertTrue(evidence(bottleneck, "busyPercent") >= 70, bottleneck::toString);
      Map<?, ?> retries = advice(rig, run.id(), "retries");
      assertEquals("shaky", retries.get("stage"));
      assertEquals(2, evidence(retries, "attempts"));
      assertTrue(retries.get("text").toString().contains("failed on purpose"), retries::toString);
    }
  }

  @Test
  void whoWaitedForRoomIsTold() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Operation quick = TestOperations.noting(new CopyOnWriteArrayList<>());
    try (PipelineRig rig = new PipelineRig(folder, 1, TestOperations.waiting(begun, end), quick)) {
      PipelineRun first =
          rig.start("{name: first, stages: [{name: wait, operation: test.wait}]}", Map.of());
      begun.await();
      PipelineRun second =
          rig.start("{name: second, stages: [{name: note, operation: test.note}]}", Map.of());
      while (second.report().elapsedNs() < TimeUnit.MILLISECONDS.toNanos(100)) {
        LockSupport.parkNanos(1_000_000);
      }
      end.countDown();
      assertEquals(RunOutcome.SUCCEEDED, first.result().get(30, TimeUnit.SECONDS).outcome());
      assertEquals(RunOutcome.SUCCEEDED, second.result().get(30, TimeUnit.SECONDS).outcome());
      Map<?, ?> room = advice(rig, second.id(), "room");
      assertTrue(evidence(room, "slotWaitMs") >= 50, room::toString);
    }
  }

  /** Over runs: two failures open it, a minute later one attempt decides. */
  @Test
  void aCircuitOpensAndCloses() throws Exception {
    String yaml =
        """
        name: circuit
        stages:
          - {name: store, operation: test.store, onError: {circuit: {failures: 2, open: 60s}}}
        """;
    AtomicInteger tried = new AtomicInteger();
    AtomicBoolean down = new AtomicBoolean(true);
    Operation store =
        Operation.named("test.store")
            .task(
                Nothing.class,
                (nothing, in, out, context) -> {
                  tried.incrementAndGet();
                  if (down.get()) {
                    throw new java.io.IOException("no route");
                  }
                });
    try (PipelineRig rig = new PipelineRig(folder, store)) {
      for (int i = 0; i < 2; i++) {
        assertTrue(rig.run(yaml, Map.of()).reason().contains("no route"));
      }
      String open = rig.run(yaml, Map.of()).reason();
      assertTrue(open.contains("the circuit of store is open after 2 failures"), open);
      assertEquals(2, tried.get(), "nothing was tried");

      rig.passNs(TimeUnit.SECONDS.toNanos(60));
      assertTrue(rig.run(yaml, Map.of()).reason().contains("no route"));
      assertTrue(rig.run(yaml, Map.of()).reason().contains("is open"));
      down.set(false);
      rig.passNs(TimeUnit.SECONDS.toNanos(60));
      for (int i = 0; i < 2; i++) {
        assertEquals(RunOutcome.SUCCEEDED, rig.run(yaml, Map.of()).outcome());
      }
      assertEquals(5, tried.get());
    }
  }

  @Test
  void delaysGrowUntilTheLongest() throws Exception {
    String yaml =
        """
        name: delays
        stages:
          - name: shaky
            operation: test.failing-task
            parameters: {afterBytes: 0, attempts: 4}
            onError: {retry: {times: 4, backoff: exponential, delay: 2ms, longest: 10ms}}
        """;
    Retry retry = Pipelines.read(yaml, "").stages().getFirst().onError().retry().orElseThrow();
    assertEquals(
        List.of(2L, 4L, 8L, 10L, 10L),
        IntStream.rangeClosed(1, 5).mapToObj(i -> retry.delayNs(i) / 1_000_000).toList());
    try (PipelineRig rig = new PipelineRig(folder, TestOperations.failing(Shape.TASK))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      assertEquals(5, PipelineRig.stage(run, "shaky").attempts());
      assertTrue(run.elapsedNs() >= TimeUnit.MILLISECONDS.toNanos(2 + 4 + 8 + 10), "no delays");
    }
  }

  /** By what the history says, with all that waits for it; the rest as written. */
  @Test
  void whatTookLongestGoesFirst() throws Exception {
    String yaml =
        """
        name: order
        parallel: 1
        stages:
          - {name: short, operation: test.note}
          - {name: long, operation: test.note}
          - {name: leads, operation: test.note}
          - {name: follows, operation: test.note, needs: [leads]}
        """;
    String known =
        "{\"id\":\"old-%d\",\"pipeline\":\"order\",\"outcome\":\"succeeded\",\"elapsedMs\":9000,"
            + "\"stages\":[{\"name\":\"short\",\"elapsedMs\":10},{\"name\":\"long\",\"elapsedMs\":3000},"
            + "{\"name\":\"leads\",\"elapsedMs\":10},{\"name\":\"follows\",\"elapsedMs\":5000}]}";
    List<String> begun = new CopyOnWriteArrayList<>();
    Files.write(
        folder.resolve("history.jsonl"), IntStream.range(0, 5).mapToObj(known::formatted).toList());
    try (PipelineRig rig = new PipelineRig(folder, TestOperations.noting(begun))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      assertEquals(List.of("leads", "follows", "long", "short"), begun);
    }
  }
}
