package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.CncFileDescriptor;
import io.aeron.exceptions.AeronException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * The directory through which a media driver and its clients meet, and what its CnC (command and
 * control) file tells about the driver.
 *
 * <p>A killed driver leaves its directory behind, with a heartbeat that stays fresh for ten
 * seconds. So a heartbeat alone does not make a driver alive: the process that the file names has
 * to live too, and must have begun before the driver.
 *
 * <p>Stateless; any thread. Reads files and allocates: for start-up only.
 */
public final class DriverDirectory {
  /** A driver whose heartbeat is older is dead. */
  static final long HEARTBEAT_TIMEOUT_MS = 10_000;

  /**
   * A process that began later than its driver by more than this is another process with the same
   * id.
   */
  private static final long START_TOLERANCE_MS = 2_000;

  private static final Set<String> DRIVER_FILES =
      Set.of(CncFileDescriptor.CNC_FILE, "loss-report.dat", "images", "publications");

  private static final String PREFIX = "axiom-";
  private static final String PRIVATE_MARK = "-client-";

  private DriverDirectory() {}

  /** What became of the driver of a directory. */
  public enum State {
    /** There never was one, or its files are gone. */
    ABSENT,
    /** It was closed, or has been silent for long. */
    STOPPED,
    /**
     * Its heartbeat is fresh, but its process cannot be seen: killed, or it runs in another
     * container.
     */
    KILLED,
    /** It runs. */
    ALIVE,
    /** Its files are of another version of Aeron. */
    UNREADABLE
  }

  /**
   * What was found in a directory.
   *
   * @param pid of the driver's process; 0 when not known
   * @param heartbeatMs last sign of life, in milliseconds since 1970; 0 when not known
   * @param finding for people
   */
  public record Status(State state, long pid, long heartbeatMs, String finding) {
    public boolean isAlive() {
      return state == State.ALIVE;
    }
  }

  /**
   * The directory of this user: in {@code /dev/shm} where there is one, else in the folder for
   * temporary files.
   */
  public static Path standard() {
    return base().resolve(PREFIX + userName());
  }

  /** Makes a directory that nothing else uses, for a driver that only one client sees. */
  public static Path createPrivate() {
    try {
      return Files.createTempDirectory(base(), PREFIX + userName() + PRIVATE_MARK);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory in " + base(), e);
    }
  }

  /** Removes the private directories of this user that killed clients left. */
  static void sweepPrivate(EpochClock clock) {
    String glob = PREFIX + userName() + PRIVATE_MARK + "*";
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(base(), glob)) {
      for (Path directory : leftovers) {
        if (inspect(directory, clock).state() == State.STOPPED) {
          IoUtil.delete(directory.toFile(), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + base(), e);
    }
  }

  /** Refuses a directory that holds anything else: taking it over would delete that. */
  static void requireOnlyDriverFiles(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!DRIVER_FILES.contains(name) && !name.endsWith("error.log")) {
          throw new IllegalStateException(
              "expected "
                  + directory
                  + " to be an Aeron directory or empty, found "
                  + name
                  + " in it: choose another directory");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static Path base() {
    Path shared = Path.of("/dev/shm");
    return Files.isDirectory(shared) && Files.isWritable(shared)
        ? shared
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static String userName() {
    return System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  /** Looks whether a driver serves {@code directory}. */
  public static Status inspect(Path directory, EpochClock clock) {
    File cncFile = directory.resolve(CncFileDescriptor.CNC_FILE).toFile();
    if (cncFile.length() <= CncFileDescriptor.META_DATA_LENGTH) {
      return new Status(State.ABSENT, 0, 0, "there is no media driver");
    }
    MappedByteBuffer cnc = IoUtil.mapExistingFile(cncFile, "CnC file");
    try {
      return inspect(cnc, clock.time());
    } finally {
      BufferUtil.free(cnc);
    }
  }

  private static Status inspect(MappedByteBuffer cnc, long nowMs) {
    UnsafeBuffer metaData = CncFileDescriptor.createMetaDataBuffer(cnc);
    int version = metaData.getIntVolatile(CncFileDescriptor.cncVersionOffset(0));
    long pid = metaData.getLong(CncFileDescriptor.pidOffset(0));
    long startMs = metaData.getLong(CncFileDescriptor.startTimestampOffset(0));
    if (version == 0) {
      return pid > 0 && processLives(pid, startMs)
          ? new Status(State.ALIVE, pid, 0, "the media driver of process " + pid + " is starting")
          : new Status(State.STOPPED, pid, 0, "a media driver died while it started");
    }
    try {
      CncFileDescriptor.checkVersion(version);
    } catch (AeronException e) {
      return new Status(
          State.UNREADABLE, 0, 0, "its files are of another Aeron: " + e.getMessage());
    }
    if (!CncFileDescriptor.isCncFileLengthSufficient(metaData, cnc.capacity())) {
      return new Status(State.STOPPED, pid, 0, "the CnC file is cut short");
    }
    UnsafeBuffer toDriver = CncFileDescriptor.createToDriverBuffer(cnc, metaData);
    long heartbeatMs = new ManyToOneRingBuffer(toDriver).consumerHeartbeatTime();
    return judge(pid, startMs, heartbeatMs, nowMs - heartbeatMs);
  }

  private static Status judge(long pid, long startMs, long heartbeatMs, long ageMs) {
    String driver = "the media driver of process " + pid;
    if (heartbeatMs <= 0) {
      return new Status(State.STOPPED, pid, 0, driver + " was stopped");
    }
    if (ageMs > HEARTBEAT_TIMEOUT_MS) {
      return new Status(
          State.STOPPED, pid, heartbeatMs, driver + " was last heard of " + ageMs + " ms ago");
    }
    return processLives(pid, startMs)
        ? new Status(State.ALIVE, pid, heartbeatMs, driver + " runs")
        : new Status(
            State.KILLED, pid, heartbeatMs, driver + " was killed at most " + ageMs + " ms ago");
  }

  private static boolean processLives(long pid, long driverStartMs) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    Optional<Instant> begun = process.get().info().startInstant();
    return begun.isEmpty() || begun.get().toEpochMilli() <= driverStartMs + START_TOLERANCE_MS;
  }
}
