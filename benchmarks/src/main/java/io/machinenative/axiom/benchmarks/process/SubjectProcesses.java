package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.SliceStats;
import java.io.File;
import java.util.Locale;
import org.agrona.IoUtil;
import org.agrona.SystemUtil;

/**
 * The JVMs of one subject: one for the server and one for the client, or one for both. Owns the
 * processes and the Aeron directory that they may leave behind. One thread, except {@link #kill}.
 */
final class SubjectProcesses implements AutoCloseable {
  private final Subject subject;
  private final Exchange exchange;
  private final boolean oneJvm;
  private final File aeronDirectory;
  private volatile ChildJvm server;
  private volatile ChildJvm client;

  /** Starts nothing yet. */
  SubjectProcesses(Subject subject, RttPlan plan) {
    this.subject = subject;
    exchange = plan.exchange();
    oneJvm = plan.oneJvm();
    String parent = SystemUtil.isLinux() ? "/dev/shm" : SystemUtil.tmpDirName();
    String name = "axiom-bench-" + ProcessHandle.current().pid() + "-" + subject.name();
    aeronDirectory = new File(parent, name.toLowerCase(Locale.ROOT));
  }

  public Subject subject() {
    return subject;
  }

  File aeronDirectory() {
    return aeronDirectory;
  }

  /** Starts the processes, connects them, and returns when calls can be made. */
  public void start() {
    if (oneJvm) {
      client = ChildJvm.start(arguments(Role.BOTH, ""));
      server = client;
    } else {
      server = ChildJvm.start(arguments(Role.SERVER, ""));
      client = ChildJvm.start(arguments(Role.CLIENT, server.address()));
    }
  }

  private ChildArguments arguments(Role role, String serverAddress) {
    return new ChildArguments(role, subject, exchange, aeronDirectory.getPath(), serverAddress);
  }

  /** Runs the closed loop for {@code durationNs}. */
  public SliceStats run(long durationNs) {
    return SliceStats.parse(client.ask(ChildMain.RUN + durationNs));
  }

  /** What the server has allocated so far, in bytes. */
  public long serverAllocatedBytes() {
    return Long.parseLong(server.ask(ChildMain.ALLOCATED));
  }

  /** Ends the processes at once. Any thread. */
  public void kill() {
    ChildJvm client = this.client;
    ChildJvm server = this.server;
    if (client != null) {
      client.kill();
    }
    if (server != null) {
      server.kill();
    }
    removeAeronDirectory();
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
    removeAeronDirectory();
  }

  private void removeAeronDirectory() {
    removeAeronDirectory(aeronDirectory);
  }

  /**
   * Removes the directory of a driver that has ended, and the lock file that the driver keeps
   * beside it.
   */
  static void removeAeronDirectory(File directory) {
    IoUtil.delete(directory, true);
    IoUtil.delete(new File(directory.getPath() + ".lock"), true);
  }
}
