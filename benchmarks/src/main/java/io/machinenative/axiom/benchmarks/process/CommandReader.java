package io.machinenative.axiom.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads the parent's commands on a thread of its own. The end of the input is the command to end; a
 * child that is still there a while later is halted, so that a measuring loop cannot outlive its
 * parent.
 */
final class CommandReader implements Runnable {
  static final String END = "end";
  private static final long GRACE_MS = 5_000;

  private final BufferedReader input;
  private final Runnable beforeHalt;
  private final LinkedBlockingQueue<String> commands = new LinkedBlockingQueue<>();

  /**
   * @param beforeHalt removes what a halted process would leave behind
   */
  CommandReader(InputStream input, Runnable beforeHalt) {
    this.input = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    this.beforeHalt = beforeHalt;
  }

  Thread start() {
    return Thread.ofPlatform().daemon().name("bench-commands").start(this);
  }

  /** The next command, if one comes in time. */
  Optional<String> next(long timeoutMs) throws InterruptedException {
    return Optional.ofNullable(commands.poll(timeoutMs, TimeUnit.MILLISECONDS));
  }

  @Override
  public void run() {
    try {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      System.err.println("the parent's commands cannot be read any more: " + e);
    }
    commands.add(END);
    haltAfterGrace();
  }

  private void haltAfterGrace() {
    try {
      Thread.sleep(GRACE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    beforeHalt.run();
    Runtime.getRuntime().halt(1);
  }
}
