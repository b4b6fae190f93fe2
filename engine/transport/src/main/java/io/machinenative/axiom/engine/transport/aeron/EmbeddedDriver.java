package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.CncFileDescriptor;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.machinenative.axiom.engine.base.Mount;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * Aeron's media driver inside this process.
 *
 * <p>Started and closed by one thread. Owns its threads and its directory, which it takes over at
 * once from a driver that was killed. With {@link Mount#INVOKER} it has no threads, and exactly one
 * thread invokes it: give {@link #invoker()} to the {@link AeronContext} of that thread.
 */
public final class EmbeddedDriver implements AutoCloseable {
  /**
   * Fragments of IPC streams, which no network limits: the longest that Aeron knows, so that all
   * but the longest frames are written and read in place.
   */
  private static final int IPC_MTU_BYTES = 65_504;

  /**
   * How often the driver looks after its streams: bounds how late an end is noticed. Aeron's own
   * default is 1 s.
   */
  private static final long TIMER_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Senders that may share one stream: bounds what strangers can make a UDP receiver map. */
  private static final int STREAM_SESSION_LIMIT = 4096;

  /**
   * 16,384 counters of 128 bytes; a connection needs up to 10 of them. Aeron takes and clears five
   * times as much shared memory: 10 MiB, where its own default is 40 MiB.
   */
  private static final int COUNTER_VALUES_BYTES = 16_384 * 128;

  /** How long {@link #close} lets the driver work off what its clients asked for last. */
  private static final long CLOSE_LINGER_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final MediaDriver driver;
  private final DirectoryLock lock;
  private final Path directory;
  private final NanoClock clock;
  private final EpochClock epochClock;

  private EmbeddedDriver(MediaDriver driver, DirectoryLock lock, DriverOptions options) {
    this.driver = driver;
    this.lock = lock;
    this.directory = options.directory();
    this.clock = options.clock();
    this.epochClock = options.epochClock();
  }

  /**
   * Starts a driver in {@link DriverOptions#directory()}.
   *
   * @throws IllegalStateException when a living driver has the directory; the message names its
   *     process and the remedy
   */
  public static EmbeddedDriver launch(DriverOptions options) {
    Path directory = options.directory();
    DirectoryLock lock = DirectoryLock.tryAcquire(directory);
    if (lock == null) {
      throw inUse(directory, DriverDirectory.inspect(directory, options.epochClock()));
    }
    try {
      takeOver(directory, options.epochClock());
      return new EmbeddedDriver(start(options), lock, options);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Starts a driver for one client, in a directory of its own that goes with it. */
  public static EmbeddedDriver launchPrivate(DriverOptions options) {
    DriverDirectory.sweepPrivate(options.epochClock());
    DriverOptions own =
        options.withDirectory(DriverDirectory.createPrivate()).withDeleteOnClose(true);
    return new EmbeddedDriver(start(own), null, own);
  }

  private static MediaDriver start(DriverOptions options) {
    MediaDriver driver = MediaDriver.launch(contextOf(options));
    restrictToOwner(options.directory());
    return driver;
  }

  /** Removes what a dead driver left. */
  private static void takeOver(Path directory, EpochClock clock) {
    DriverDirectory.Status status = DriverDirectory.inspect(directory, clock);
    // our lock says that no driver of this process is there: its id was used before, as in a
    // restarted container
    boolean ownPid = status.pid() == ProcessHandle.current().pid();
    boolean taken = status.isAlive() && !ownPid;
    if (taken || status.state() == DriverDirectory.State.UNREADABLE) {
      throw inUse(directory, status);
    }
    if (Files.isDirectory(directory)) {
      DriverDirectory.requireOnlyDriverFiles(directory);
      IoUtil.delete(directory.toFile(), false);
    }
  }

  private static IllegalStateException inUse(Path directory, DriverDirectory.Status status) {
    String process = status.pid() == 0 ? "its process" : "process " + status.pid();
    return new IllegalStateException(
        "the Aeron directory "
            + directory
            + " is in use: "
            + status.finding()
            + ". Stop "
            + process
            + ", choose another directory, or use that driver as an external one");
  }

  private static MediaDriver.Context contextOf(DriverOptions options) {
    return new MediaDriver.Context()
        .aeronDirectoryName(options.directory().toString())
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(options.deleteOnClose())
        .warnIfDirectoryExists(false)
        .threadingMode(threadingMode(options.mount()))
        .sharedThreadFactory(options.threads())
        .conductorThreadFactory(options.threads())
        .senderThreadFactory(options.threads())
        .receiverThreadFactory(options.threads())
        .sharedIdleStrategy(options.idle().get())
        .conductorIdleStrategy(options.idle().get())
        .senderIdleStrategy(options.idle().get())
        .receiverIdleStrategy(options.idle().get())
        // names are resolved on the driver's own thread: no thread that nobody asked for
        .asyncExecutorEnabled(false)
        .ipcTermBufferLength(options.termBytes())
        .publicationTermBufferLength(options.termBytes())
        .ipcMtuLength(IPC_MTU_BYTES)
        .mtuLength(options.networkMtuBytes())
        .timerIntervalNs(TIMER_INTERVAL_NS)
        .clientLivenessTimeoutNs(options.clientLivenessNs())
        .imageLivenessTimeoutNs(options.imageLivenessNs())
        // Aeron wants it above the client liveness
        .publicationUnblockTimeoutNs(2 * options.clientLivenessNs())
        .streamSessionLimit(STREAM_SESSION_LIMIT)
        .counterValuesBufferLength(COUNTER_VALUES_BYTES)
        .errorHandler(options.errors());
  }

  private static ThreadingMode threadingMode(Mount mount) {
    return switch (mount) {
      case DEDICATED -> ThreadingMode.DEDICATED;
      case SHARED -> ThreadingMode.SHARED;
      case INVOKER -> ThreadingMode.INVOKER;
    };
  }

  /** Whoever reads the directory reads all traffic. */
  private static void restrictToOwner(Path directory) {
    PosixFileAttributeView view =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    try {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restrict " + directory + " to its owner", e);
    }
  }

  public Path directory() {
    return directory;
  }

  EpochClock epochClock() {
    return epochClock;
  }

  /** Steps a driver that has no threads; null when it has. */
  public AgentInvoker invoker() {
    return driver.sharedAgentInvoker();
  }

  /**
   * Ends the driver once it has worked off what its clients asked for, at the latest after 200 ms.
   * Close the clients first.
   */
  @Override
  public void close() {
    File cncFile = directory.resolve(CncFileDescriptor.CNC_FILE).toFile();
    if (cncFile.exists()) {
      MappedByteBuffer cnc = IoUtil.mapExistingFile(cncFile, "CnC file");
      try {
        workOff(
            CncFileDescriptor.createToDriverBuffer(
                cnc, CncFileDescriptor.createMetaDataBuffer(cnc)));
      } finally {
        BufferUtil.free(cnc);
      }
    }
    driver.close();
    if (lock != null) {
      lock.close();
    }
  }

  private void workOff(UnsafeBuffer toDriver) {
    ManyToOneRingBuffer commands = new ManyToOneRingBuffer(toDriver);
    long deadlineNs = clock.nanoTime() + CLOSE_LINGER_NS;
    while (commands.size() > 0 && clock.nanoTime() - deadlineNs < 0) {
      if (invoker() != null) {
        invoker().invoke();
      } else {
        Thread.yield();
      }
    }
  }
}
