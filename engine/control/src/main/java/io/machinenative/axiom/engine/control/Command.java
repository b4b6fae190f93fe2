package io.machinenative.axiom.engine.control;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Something for the conductor to do, and its answer, which waits for the commit. */
final class Command<T> {
  private final String what;
  private final Callable<T> work;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private T result;
  private Exception failure;

  Command(String what, Callable<T> work) {
    this.what = what;
    this.work = work;
  }

  CompletableFuture<T> answer() {
    return answer;
  }

  /** On the conductor. */
  void run() {
    try {
      result = work.call();
    } catch (Exception e) {
      failure = e;
    }
  }

  /**
   * On the conductor, after the commit.
   *
   * @param commitFailure null when what was changed is durable
   */
  void answerNow(Throwable commitFailure) {
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else if (commitFailure != null) {
      answer.completeExceptionally(
          new IllegalStateException(what + ": done, but not made durable", commitFailure));
    } else {
      answer.complete(result);
    }
  }

  /** Any thread: it was not run. */
  void refuse(String why) {
    answer.completeExceptionally(new RejectedExecutionException(what + ": " + why));
  }
}
