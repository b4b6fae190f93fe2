package io.machinenative.axiom.engine.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Operation.Shape;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.workflow.model.PipelineException;
import io.machinenative.axiom.engine.workflow.report.RunOutcome;
import io.machinenative.axiom.engine.workflow.report.RunReport;
import io.machinenative.axiom.engine.workflow.report.StageReport;
import io.machinenative.axiom.engine.workflow.report.StageState;
import io.machinenative.axiom.engine.workflow.run.PipelineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {
  private static final String COPY =
      """
      name: copy
      parameters:
        source: {}
        target: {}
      stages:
        - {name: read, operation: file.read, parameters: {path: "${source}"}}
        - {name: digest, operation: stream.digest, needs: [read]}
        - {name: write, operation: file.write, parameters: {path: "${target}"}, needs: [digest]}
      """;

  @TempDir Path folder;

  @Test
  void copiesAFileAndSaysItsDigest() throws Exception {
    byte[] content = new byte[9_000_000];
    new Random(7).nextBytes(content);
    Path source = Files.write(folder.resolve("source"), content);
    Path target = folder.resolve("below/target");
    try (PipelineRig rig = new PipelineRig(folder)) {
      RunReport run =
          rig.run(COPY, Map.of("source", source.toString(), "target", target.toString()));
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      assertArrayEquals(content, Files.readAllBytes(target));
      StageReport digest = PipelineRig.stage(run, "digest");
      assertEquals(content.length, digest.flow().bytesIn());
      assertEquals(content.length, digest.flow().bytesOut());
      assertEquals(64, digest.results().get("digest").toString().length());
      assertEquals("run-1", rig.pipelines().history(1, Principal.ANONYMOUS).getFirst().get("id"));
      assertEquals(32, rig.slots().free());
    }
  }

  @Test
  void memoryStaysFlatAndTheFasterSideWaits() throws Exception {
    long bytes = 40_000_000;
    String yaml =
        """
        name: flat
        buffer: 64KiB
        stages:
          - {name: count, operation: test.count, parameters: {bytes: %d}}
          - {name: left, operation: test.check, needs: [count]}
          - {name: right, operation: test.check, needs: [count]}
        """
            .formatted(bytes);
    try (PipelineRig rig =
        new PipelineRig(folder, TestOperations.count(), TestOperations.check())) {
      assertEquals(
          2 * 65_536, rig.pipelines().plan(Pipelines.read(yaml, ""), Map.of()).bufferBytes());
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      for (String reader : List.of("left", "right")) {
        assertEquals(bytes, PipelineRig.stage(run, reader).results().get("bytes"));
      }
      assertTrue(PipelineRig.stage(run, "count").times().writeWaitNs() > 0);
    }
  }

  @Test
  void aStreamIsRunAgainUntilItSucceeds() throws Exception {
    String yaml =
        """
        name: again
        stages:
          - {name: count, operation: test.count, parameters: {bytes: 6000000}}
          - name: shaky
            operation: test.failing-filter
            needs: [count]
            parameters: {afterBytes: 3000000, attempts: 2}
            onError: {retry: {times: 2, backoff: linear, delay: 1ms}}
          - {name: write, operation: file.write, needs: [shaky], parameters: {path: "%s"}}
        """
            .formatted(folder.resolve("out"));
    try (PipelineRig rig =
        new PipelineRig(folder, TestOperations.count(), TestOperations.failing(Shape.FILTER))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      assertEquals(3, PipelineRig.stage(run, "shaky").attempts());
      assertTrue(PipelineRig.stage(run, "shaky").times().lostNs() > 0);
      assertEquals(6_000_000, Files.size(folder.resolve("out")));
      assertEquals(List.of("history.jsonl", "out"), names());
    }
  }

  @Test
  void whatFailsIsNeverPublished() throws Exception {
    String yaml =
        """
        name: fails
        parameters: {password: {secret: true}}
        stages:
          - {name: count, operation: test.count, parameters: {bytes: 60000000}}
          - {name: shaky, operation: test.failing-filter, needs: [count],
             parameters: {afterBytes: 3000000, secret: "${password}"}}
          - {name: write, operation: file.write, needs: [shaky], parameters: {path: "%s"}}
          - {name: after, operation: test.count, needs: [write], parameters: {bytes: 1}}
          - {name: check, operation: test.check, needs: [after]}
        """
            .formatted(folder.resolve("out"));
    try (PipelineRig rig =
        new PipelineRig(
            folder,
            TestOperations.count(),
            TestOperations.check(),
            TestOperations.failing(Shape.FILTER))) {
      RunReport run = rig.run(yaml, Map.of("password", "hunter2"));
      assertEquals(RunOutcome.FAILED, run.outcome());
      assertTrue(
          run.reason().contains("shaky: java.io.IOException: failed on purpose"), run::reason);
      assertEquals(StageState.CANCELLED, PipelineRig.stage(run, "write").state());
      assertEquals(StageState.CANCELLED, PipelineRig.stage(run, "count").state());
      assertEquals(StageState.SKIPPED, PipelineRig.stage(run, "check").state());
      assertEquals(List.of("history.jsonl"), names());
      assertFalse(Files.readString(folder.resolve("history.jsonl")).contains("hunter2"));
    }
  }

  @Test
  void oneBranchMayFailWhileAnotherGoesOn() throws Exception {
    String yaml =
        """
        name: branches
        stages:
          - {name: count, operation: test.count, parameters: {bytes: 9000000}}
          - {name: good, operation: test.check, needs: [count]}
          - {name: bad, operation: test.failing-sink, needs: [count],
             parameters: {afterBytes: 100000}, onError: continue}
          - {name: next, operation: test.count, needs: [bad], parameters: {bytes: 1}}
          - {name: end, operation: test.check, needs: [next]}
        """;
    try (PipelineRig rig =
        new PipelineRig(
            folder,
            TestOperations.count(),
            TestOperations.check(),
            TestOperations.failing(Shape.SINK))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.PARTIAL, run.outcome());
      assertEquals(9_000_000L, PipelineRig.stage(run, "good").results().get("bytes"));
      assertEquals(StageState.SUCCEEDED, PipelineRig.stage(run, "count").state());
      assertEquals(StageState.FAILED, PipelineRig.stage(run, "bad").state());
      assertEquals(StageState.SKIPPED, PipelineRig.stage(run, "end").state());
    }
  }

  @Test
  void anotherOperationTakesTheFailedOnesPlace() throws Exception {
    String yaml =
        """
        name: fallback
        stages:
          - {name: count, operation: test.count, parameters: {bytes: 5000000}}
          - name: store
            operation: test.failing-sink
            needs: [count]
            parameters: {afterBytes: 1000}
            onError: {fallback: {operation: file.write, parameters: {path: "%s-${run.id}"}}}
        """
            .formatted(folder.resolve("out"));
    try (PipelineRig rig =
        new PipelineRig(folder, TestOperations.count(), TestOperations.failing(Shape.SINK))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      assertEquals("file.write", PipelineRig.stage(run, "store").operation());
      assertEquals(5_000_000, Files.size(folder.resolve("out-run-1")));
    }
  }

  @Test
  void anOperationThatDoesNotEndIsLeftAlone() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    String yaml =
        """
        name: deaf
        stages:
          - {name: deaf, operation: test.deaf, timeout: 20ms}
        """;
    try (PipelineRig rig = new PipelineRig(folder, TestOperations.deaf(end))) {
      RunReport run = rig.run(yaml, Map.of());
      assertEquals(RunOutcome.FAILED, run.outcome());
      assertTrue(run.reason().contains("within 20 ms"), run::reason);
      assertTrue(PipelineRig.stage(run, "deaf").warnings().getFirst().contains("left alone"));
      assertEquals(31, rig.slots().free());
      end.countDown();
    }
  }

  @Test
  void aRunIsCancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    String yaml = "{name: waits, stages: [{name: wait, operation: test.wait}]}";
    try (PipelineRig rig =
        new PipelineRig(folder, TestOperations.waiting(begun, new CountDownLatch(1)))) {
      PipelineRun run = rig.start(yaml, Map.of());
      begun.await();
      run.cancel();
      assertEquals(RunOutcome.CANCELLED, run.result().get(30, TimeUnit.SECONDS).outcome());
      assertEquals(StageState.CANCELLED, run.report().stages().getFirst().state());
    }
  }

  @Test
  void asManyRunAtOnceAsThereAreSlots() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    StringBuilder yaml = new StringBuilder("name: wide\nstages:\n");
    for (int i = 0; i < 96; i++) {
      yaml.append("  - {name: g").append(i).append(", operation: test.gauge}\n");
    }
    CountDownLatch all = new CountDownLatch(32);
    try (PipelineRig rig = new PipelineRig(folder, TestOperations.gauge(now, most, all))) {
      RunReport run = rig.run(yaml.toString(), Map.of());
      assertEquals(RunOutcome.SUCCEEDED, run.outcome(), run::reason);
      assertEquals(32, most.get());
    }
  }

  @Test
  void aPlanTellsAllThatStandsAgainstARun() throws Exception {
    String yaml =
        """
        name: wrong
        parameters: {size: {type: integer}}
        stages:
          - {name: count, operation: test.count, parameters: {bytes: "${size}"}}
          - {name: seal, operation: aes.seal, needs: [count]}
          - {name: write, operation: file.write, needs: [seal], parameters: {pth: x}}
          - {name: alone, operation: test.check}
          - {name: one, operation: test.wait, needs: [two]}
          - {name: two, operation: test.wait, needs: [one]}
        """;
    CountDownLatch none = new CountDownLatch(0);
    try (PipelineRig rig =
        new PipelineRig(
            folder,
            TestOperations.count(),
            TestOperations.check(),
            TestOperations.waiting(none, none))) {
      PipelineException e =
          assertThrows(PipelineException.class, () -> rig.start(yaml, Map.of("size", "many")));
      List<String> paths = e.findings().stream().map(finding -> finding.path()).toList();
      assertEquals(
          List.of(
              "/parameters/size",
              "/stages/1/operation",
              "/stages/2/parameters",
              "/stages/3/from",
              "/stages"),
          paths,
          e::getMessage);
      assertTrue(e.getMessage().contains("one needs two needs one"), e::getMessage);
    }
  }

  @Test
  void connectedStagesCannotWaitForOneAnother() throws Exception {
    String yaml =
        """
        name: knot
        stages:
          - {name: a, operation: test.count, parameters: {bytes: 1}}
          - {name: b, operation: test.check, needs: [a, c], from: a}
          - {name: c, operation: test.check, needs: [a]}
        """;
    try (PipelineRig rig =
        new PipelineRig(folder, TestOperations.count(), TestOperations.check())) {
      PipelineException e = assertThrows(PipelineException.class, () -> rig.start(yaml, Map.of()));
      assertEquals("/stages/1/needs", e.findings().getFirst().path());
    }
  }

  @Test
  void theReadyPipelinesSayWhatTheyLack() throws Exception {
    try (PipelineRig rig = new PipelineRig(folder)) {
      Map<Object, Object> missing = new java.util.TreeMap<>();
      rig.pipelines()
          .list(Principal.ANONYMOUS)
          .forEach(form -> missing.put(form.get("name"), form.get("missing")));
      assertEquals(
          Map.of(
              "archive", List.of("aes.seal", "zstd.compress"),
              "full-backup", List.of("aes.seal", "backup.create", "s3.put", "zstd.compress"),
              "quick-backup", List.of("backup.create", "zstd.compress"),
              "restore", List.of("aes.open", "backup.restore", "s3.get", "zstd.decompress")),
          missing);
    }
  }

  @Test
  void fileOperationsStayInOpenFolders() throws Exception {
    Files.createSymbolicLink(folder.resolve("way-out"), Path.of("/etc"));
    try (PipelineRig rig = new PipelineRig(folder)) {
      for (String path : List.of("/etc/passwd", folder + "/way-out/passwd", folder + "/../x")) {
        RunReport run =
            rig.run(COPY, Map.of("source", path, "target", folder.resolve("t").toString()));
        assertTrue(run.reason().contains("expected a path in one of"), run::reason);
      }
    }
  }

  private List<String> names() throws java.io.IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
