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
import java.util.Set;

/**
 * The log of every operation: a file of lines that only grows, each tied to the one before by
 * {@link AuditChain}. A line is written as a whole; one that a crash has cut is removed when the
 * log is opened, for nobody was told that it was written.
 *
 * <p>Any thread; other processes may add lines as well. Owned by whoever opens it.
 */
final class AuditLog implements AutoCloseable {
  /** More than the longest line: paths have at most some thousand bytes. */
  private static final int TAIL_BYTES = 64 << 10;

  private static final int TEXT_MAX = 4096;

  private final Path file;
  private final Path lock;
  private final FileChannel channel;
  private final AuditChain chain;
  private final InstantSource clock;
  private AuditMark mark;

  private AuditLog(Path file, FileChannel channel, AuditChain chain, InstantSource clock) {
    this.file = file;
    lock = file.resolveSibling(file.getFileName() + ".lock");
    this.channel = channel;
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * Opens the log, or makes it.
   *
   * @param key of its chain
   * @throws IOException when it cannot be read, or its last line is none of its own
   */
  static AuditLog open(Path file, AesKey key, InstantSource clock) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(file, options, OwnerOnly.attributes());
    try {
      AuditLog log = new AuditLog(file, channel, new AuditChain(key), clock);
      ExclusiveLock.run(log.lock, () -> log.mark = log.readTail());
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private AuditMark readTail() throws IOException {
    long size = channel.size();
    long from = Math.max(0, size - TAIL_BYTES);
    ByteBuffer tail = ByteBuffer.allocate((int) (size - from));
    channel.position(from);
    ByteChannels.read(channel, tail);
    String text = new String(tail.array(), UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    long wholeBytes = from + text.substring(0, end).getBytes(UTF_8).length;
    if (wholeBytes < size) {
      channel.truncate(wholeBytes);
    }
    channel.position(wholeBytes);
    if (end == 0) {
      return AuditMark.NONE;
    }
    int start = text.lastIndexOf('\n', end - 2) + 1;
    AuditChain.Line last = AuditChain.Line.of(text.substring(start, end - 1));
    if (last == null) {
      throw new IOException(file + ": expected an audit line at its end, actual something else");
    }
    return new AuditMark(last.number(), HexFormat.of().parseHex(last.chain()));
  }

  /** How far it is, all of it on the disk. */
  synchronized AuditMark durableMark() throws IOException {
    channel.force(false);
    return mark;
  }

  /**
   * Adds a line.
   *
   * @param durable whether it is on the disk when this returns; else when the next such line is, or
   *     when the system writes it
   */
  synchronized void append(AuditEntry entry, boolean durable) throws IOException {
    ExclusiveLock.run(
        lock,
        () -> {
          if (channel.size() != channel.position()) {
            mark = readTail();
          }
          write(entry, durable);
        });
  }

  private void write(AuditEntry entry, boolean durable) throws IOException {
    String body = body(entry);
    byte[] value = chain.of(body);
    long before = channel.position();
    try {
      ByteChannels.write(channel, ByteBuffer.wrap(AuditChain.end(body, value).getBytes(UTF_8)));
      if (durable) {
        channel.force(false);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
    mark = new AuditMark(mark.lines() + 1, value);
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
  public synchronized void close() throws IOException {
    if (channel.isOpen()) {
      channel.force(false);
      channel.close();
    }
  }
}
