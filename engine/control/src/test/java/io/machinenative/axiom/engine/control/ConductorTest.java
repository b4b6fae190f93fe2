package io.machinenative.axiom.engine.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.pipeline.DutyReports;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

class ConductorTest {
  private static final long MS = 1_000_000L;

  private final List<Throwable> errors = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private long nowNs = -40 * MS;
  private final Conductor conductor = new Conductor(() -> nowNs, errors::add);

  @Test
  void answersAfterTheCommitThatManyShare() {
    conductor.onCommit(() -> log.add("commit"));
    CompletableFuture<String> first = conductor.submit("one", () -> said("one"));
    CompletableFuture<String> second = conductor.submit("two", () -> said("two"));
    first.thenAccept(answer -> log.add("answer " + answer));
    assertFalse(first.isDone());
    assertEquals(2, conductor.doWork());
    assertEquals(List.of("one", "two", "commit", "answer one"), log);
    assertEquals("two", second.join());
    assertEquals(0, conductor.doWork());
    assertEquals(4, log.size(), "nothing changed, nothing is committed");
  }

  @Test
  void aCommandThatFailsFailsAlone() {
    CompletableFuture<String> bad =
        conductor.submit(
            "bad",
            () -> {
              throw new IllegalArgumentException("no");
            });
    CompletableFuture<String> good = conductor.submit("good", () -> "done");
    conductor.doWork();
    assertEquals("done", good.join());
    Throwable thrown = assertThrows(CompletionException.class, bad::join).getCause();
    assertEquals("no", thrown.getMessage());
    assertEquals(List.of(), errors, "it is its caller's affair");
  }

  @Test
  void whatCannotBeMadeDurableIsNotAcknowledged() {
    conductor.onCommit(() -> {
      throw new UncheckedIOException(new java.io.IOException("no space left"));
    });
    CompletableFuture<String> answer = conductor.submit("register", () -> "done");
    conductor.doWork();
    Throwable thrown = assertThrows(CompletionException.class, answer::join).getCause();
    assertEquals("register: done, but not made durable", thrown.getMessage());
    assertEquals(1, errors.size());
  }

  @Test
  void refusesWhatItCannotHold() {
    for (int i = 0; i < Conductor.QUEUE_CAPACITY; i++) {
      assertFalse(conductor.submit("one of many", () -> "done").isDone());
    }
    CompletableFuture<String> more = conductor.submit("one more", () -> "done");
    assertEquals(
        "one more: expected fewer than 4096 commands to wait",
        assertThrows(CompletionException.class, more::join).getCause().getMessage());
  }

  @Test
  void aTimerComesAgainAndAgainAndOnceAfterAPause() {
    conductor.every(100 * MS, () -> log.add("tick"));
    passMs(99);
    assertEquals(0, log.size());
    passMs(20);
    assertEquals(1, log.size());
    passMs(100 + 20);
    assertEquals(2, log.size());
    nowNs += 3_000 * MS;
    conductor.doWork();
    assertEquals(3, log.size(), "not made up for");
  }

  @Test
  void aTimerThatThrowsIsRecordedAndComesAgain() {
    conductor.every(
        100 * MS,
        () -> {
          throw new IllegalStateException("broken");
        });
    passMs(250);
    assertEquals(2, errors.size());
  }

  @Test
  void waitsForEveryAgent() {
    DutyReports agents = new DutyReports("ingress-tcp", "ingress-aeron");
    agents.all().forEach(conductor::watch);
    CompletableFuture<Boolean> reached = conductor.awaitEpoch(7);
    conductor.doWork();
    agents.report(0, 7);
    agents.report(1, 6);
    conductor.doWork();
    assertFalse(reached.isDone());
    agents.report(1, 8);
    assertEquals(1, conductor.doWork());
    assertTrue(reached.join());
  }

  @Test
  void waitsNoLongerThanIsAsked() {
    CompletableFuture<Boolean> never = conductor.await("never", () -> false, 10 * MS);
    passMs(9);
    assertFalse(never.isDone());
    passMs(2);
    assertFalse(never.join());
  }

  @Test
  void refusesEverybodyWhenItStops() {
    conductor.watch(new DutyReports("ingress-tcp").all().getFirst());
    CompletableFuture<Boolean> waiting = conductor.awaitEpoch(1);
    conductor.doWork();
    CompletableFuture<String> queued = conductor.submit("late", () -> "done");
    conductor.onClose();
    for (CompletableFuture<?> refused :
        List.of(waiting, queued, conductor.submit("later", () -> "done"))) {
      assertTrue(
          assertThrows(CompletionException.class, refused::join).getCause()
              instanceof RejectedExecutionException);
    }
  }

  /** Many threads and a conductor that parks: no command is overslept or done twice. */
  @Test
  void servesManyThreads() throws InterruptedException {
    Conductor threaded = new Conductor(SystemNanoClock.INSTANCE, errors::add);
    List<Integer> order = new ArrayList<>();
    ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    try (AgentRunner runner = new AgentRunner(threaded.idle(), errors::add, null, threaded)) {
      AgentRunner.startOnThread(runner);
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        int first = caller * 1000;
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = first; i < first + 1000; i++) {
                    int number = i;
                    answers.add(threaded.submit("n", () -> noted(order, number)).join());
                  }
                }));
      }
      for (Thread caller : callers) {
        assertTrue(caller.join(java.time.Duration.ofSeconds(30)), "a command was overslept");
      }
    }
    assertEquals(8000, order.size());
    assertEquals(8000, answers.stream().distinct().count());
    assertEquals(List.of(), errors);
  }

  private static int noted(List<Integer> order, int number) {
    order.add(number);
    return number;
  }

  private String said(String word) {
    log.add(word);
    return word;
  }

  private void passMs(long ms) {
    for (long i = 0; i < ms; i++) {
      nowNs += TimeUnit.MILLISECONDS.toNanos(1);
      conductor.doWork();
    }
  }
}
