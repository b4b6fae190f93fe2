package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.OwnerOnly;
import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.NanoClock;

/**
 * The log of every operation: a file of lines that only grows, each tied to the one before by
 * {@link AuditChain}. A line is written as a whole; one that a crash has cut is removed when the
 * log is opened, for nobody was told that it was written.
 *
 * <p>Any thread; other processes may add lines as well. Owned by whoever opens it.
 */
final class AuditLog implements AutoCloseable {
  /** More than the longest line: three texts of 4096 characters, each up to 6 bytes, and change. */
  private static final int TAIL_BYTES = 256 << 10;

  private static final int TEXT_MAX = 4096;

  private final Path file;
  private final Path lock;
  private final AuditChain chain;
  private final InstantSource clock;
  private final NanoClock nanoClock;
  private final AuditMark floor;
  private AuditMark mark = AuditMark.NONE;

  /** A line that was there, and is there no more; null as long as none is missing. */
  private AuditMark missing;

  /** Where the last line that is known of ends. */
  private long endBytes;

  /** Whether a line may not be on the disk yet. */
  private boolean pending;

  /** How long the disk took lately for one line. */
  private long forceNs;

  private AuditLog(
      Path file, AuditChain chain, AuditMark floor, InstantSource clock, NanoClock nanoClock) {
    this.file = file;
    this.floor = floor;
    lock = file.resolveSibling(file.getFileName() + ".lock");
    this.chain = chain;
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  /**
   * Opens the log, or makes it.
   *
   * @param key of its chain
   * @param nanoClock by which the disk is timed
   * @param floor how far it must be at least, as the ring remembers
   * @throws IOException when it cannot be read, or its last line is none of its own
   */
  static AuditLog open(
      Path file, AesKey key, AuditMark floor, InstantSource clock, NanoClock nanoClock)
      throws IOException {
    AuditLog log = new AuditLog(file, new AuditChain(key), floor, clock, nanoClock);
    log.mark = floor;
    log.exclusively(log::readTail);
    return log;
  }

  /** Something to do with the file. */
  @FunctionalInterface
  private interface Use {
    void with(FileChannel channel) throws IOException;
  }

  /** Opens the file anew each time: an interrupted thread closes what it uses. */
  private synchronized void exclusively(Use use) throws IOException {
    Uninterrupted.run(() -> ExclusiveLock.run(lock, () -> with(use)));
  }

  private void with(Use use) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.attributes())) {
      use.with(channel);
    }
  }

  private void readTail(FileChannel channel) throws IOException {
    long size = channel.size();
    long from = Math.max(0, size - TAIL_BYTES);
    ByteBuffer tail = ByteBuffer.allocate((int) (size - from));
    channel.position(from);
    ByteChannels.read(channel, tail);
    int end = tail.position();
    while (end > 0 && tail.get(end - 1) != '\n') {
      end--;
    }
    if (from + end < size) {
      channel.truncate(from + end);
    }
    int start = Math.max(0, end - 1);
    while (start > 0 && tail.get(start - 1) != '\n') {
      start--;
    }
    AuditMark found =
        end == 0 ? AuditMark.NONE : markOf(new String(tail.array(), start, end - 1 - start, UTF_8));
    if (found.lines() < mark.lines() && missing == null) {
      missing = mark;
    }
    mark = found;
    endBytes = from + end;
  }

  private AuditMark markOf(String text) throws IOException {
    AuditChain.Line last = AuditChain.Line.of(text);
    if (last == null) {
      throw new IOException(file + ": expected an audit line at its end, actual something else");
    }
    return new AuditMark(last.number(), HexFormat.of().parseHex(last.chain()));
  }

  /**
   * How far it is, all of it on the disk; when lines went missing, how far it once was: whoever
   * checks the log must not find it whole again.
   */
  synchronized AuditMark durableMark() throws IOException {
    force();
    return missing != null ? missing : mark;
  }

  /** Puts what may not be there yet to the disk. Others may be at the file meanwhile. */
  private synchronized void force() throws IOException {
    if (pending) {
      Uninterrupted.run(() -> with(this::force));
    }
  }

  private void force(FileChannel channel) throws IOException {
    long beganNs = nanoClock.nanoTime();
    channel.force(false);
    forceNs = nanoClock.nanoTime() - beganNs;
    pending = false;
  }

  /** How many lines there are, as far as is known here. */
  synchronized long lines() {
    return mark.lines();
  }

  /** How long the disk took lately to write one line; 0 before the first. */
  synchronized long forceNs() {
    return forceNs;
  }

  /** Lines that must be there: the last one, and one that the ring has remembered. */
  List<AuditMark> known() throws IOException {
    return List.of(floor, durableMark());
  }

  /**
   * Adds a line.
   *
   * @param durable whether it is on the disk when this returns; else when the next such line is, or
   *     when the system writes it
   */
  void append(AuditEntry entry, boolean durable) throws IOException {
    exclusively(channel -> {
      if (channel.size() != endBytes) {
        readTail(channel);
      }
      write(channel, entry, durable);
    });
  }

  private void write(FileChannel channel, AuditEntry entry, boolean durable) throws IOException {
    String body = body(entry);
    byte[] value = chain.of(body);
    byte[] line = AuditChain.end(body, value).getBytes(UTF_8);
    channel.position(endBytes);
    ByteChannels.write(channel, ByteBuffer.wrap(line));
    pending = true;
    if (durable) {
      force(channel);
    }
    mark = new AuditMark(mark.lines() + 1, value);
    endBytes += line.length;
  }

  private String body(AuditEntry entry) {
    JsonLine line =
        AuditChain.begin(mark)
            .put("time", clock.instant().toString())
            .put("op", entry.operation())
            .put("who", shortened(entry.who()))
            .put("what", shortened(entry.what()))
            .put("key", entry.keyId())
            .put("bytes", entry.bytes())
            .put("outcome", entry.outcome());
    if (!entry.detail().isEmpty()) {
      line.put("detail", shortened(entry.detail()));
    }
    return line.open();
  }

  private static String shortened(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    force();
  }
}
