package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.DamagedException;

/**
 * Who works in the repository: the file {@code locks/ID}, in the clear, for it says nothing that a
 * process list does not.
 *
 * <pre>
 *   version u8 = 1 | exclusive u8 | lease ends: varint, ms since 1970 | process: varint | host: text
 * </pre>
 *
 * @param exclusive whether nobody else may write
 * @param leaseEndMs when it counts no more, unless renewed
 */
record LockRecord(boolean exclusive, long leaseEndMs, long processId, String host) {
  private static final int VERSION = 1;

  byte[] encode() {
    ByteSink sink = new ByteSink(64).u8(VERSION).u8(exclusive ? 1 : 0);
    return sink.varint(leaseEndMs).varint(processId).text(host).toArray();
  }

  static LockRecord decode(String name, byte[] content) throws DamagedException {
    ByteSource source = new ByteSource(name, content);
    int version = source.u8();
    if (version != VERSION) {
      throw source.damaged("expected version 1, actual " + version);
    }
    boolean exclusive = source.u8() != 0;
    LockRecord lock = new LockRecord(exclusive, source.varint(), source.varint(), source.text());
    source.requireEnd();
    return lock;
  }

  /** Whether its owner is gone: it did not renew in time, or was a process here that is no more. */
  boolean isStale(Surroundings surroundings) {
    if (surroundings.epochMs().getAsLong() > leaseEndMs) {
      return true;
    }
    return host.equals(surroundings.host())
        && processId != surroundings.processId()
        && ProcessHandle.of(processId).filter(ProcessHandle::isAlive).isEmpty();
  }

  @Override
  public String toString() {
    return "process %d on %s (%s)"
        .formatted(processId, host, exclusive ? "prunes" : "makes a snapshot");
  }
}
