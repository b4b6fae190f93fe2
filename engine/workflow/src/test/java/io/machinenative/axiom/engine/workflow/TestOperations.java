package io.machinenative.axiom.engine.workflow;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Operations that count, fail, wait and loop on purpose. */
final class TestOperations {
  private static final int BLOCK_BYTES = 100_000;

  private TestOperations() {}

  record Size(long bytes) {}

  record Failing(
      long afterBytes,
      @Constraint(optional = true, defaultValue = "1000000") int attempts,
      @Constraint(optional = true, defaultValue = "\"\"") String secret) {}

  record Nothing() {}

  /** Bytes that tell where they are. */
  static Operation count() {
    return Operation.named("test.count")
        .source(
            Size.class,
            (size, in, out, context) -> {
              ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
              for (long at = 0; at < size.bytes(); ) {
                block.clear().limit((int) Math.min(BLOCK_BYTES, size.bytes() - at));
                for (int i = 0; i < block.limit(); i++) {
                  block.put(i, patternAt(at + i));
                }
                at += block.limit();
                out.write(block);
              }
            });
  }

  /** Fails when a byte is not where it belongs; says how many came. */
  static Operation check() {
    return Operation.named("test.check").sink(Nothing.class, TestOperations::checkAll);
  }

  private static void checkAll(
      Nothing nothing, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(77_777);
    long at = 0;
    while (in.read(block.clear()) >= 0) {
      block.flip();
      for (int i = 0; i < block.limit(); i++) {
        if (block.get(i) != patternAt(at + i)) {
          throw new IOException("byte " + (at + i) + " is wrong");
        }
      }
      at += block.limit();
    }
    context.result("bytes", at);
  }

  private static byte patternAt(long at) {
    return (byte) ((at * 31) >>> 7);
  }

  /** Passes bytes on, and fails after some of them, in its first attempts. */
  static Operation failing(Operation.Shape shape) {
    return Operation.named("test.failing-" + shape.name().toLowerCase(java.util.Locale.ROOT))
        .of(
            shape,
            Failing.class,
            (failing, in, out, context) -> {
              ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
              long at = 0;
              while (in.read(block.clear()) >= 0) {
                at += block.flip().limit();
                if (shape.hasOutput()) {
                  out.write(block);
                }
                failWhenDue(failing, at, context);
              }
              failWhenDue(failing, Long.MAX_VALUE, context);
            });
  }

  private static void failWhenDue(Failing failing, long at, OperationContext context)
      throws IOException {
    if (at >= failing.afterBytes() && context.attempt() <= failing.attempts()) {
      throw new IOException("failed on purpose, with " + failing.secret());
    }
  }

  /** Reads a little, and then pauses: a sink that is slower than what is before it. */
  static Operation throttled(long pauseNs) {
    return Operation.named("test.throttled")
        .sink(
            Nothing.class,
            (nothing, in, out, context) -> {
              ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
              while (in.read(block.clear()) >= 0) {
                LockSupport.parkNanos(pauseNs);
              }
            });
  }

  /** Notes the stages that it runs as, in their order. */
  static Operation noting(List<String> begun) {
    return Operation.named("test.note")
        .task(Nothing.class, (nothing, in, out, context) -> begun.add(context.stage()));
  }

  /** Waits for a latch. */
  static Operation waiting(CountDownLatch begun, CountDownLatch until) {
    return Operation.named("test.wait")
        .task(
            Nothing.class,
            (nothing, in, out, context) -> {
              begun.countDown();
              until.await();
            });
  }

  /** Loops until a latch opens, whatever is asked of it. */
  static Operation deaf(CountDownLatch until) {
    return Operation.named("test.deaf")
        .task(
            Nothing.class,
            (nothing, in, out, context) -> {
              while (until.getCount() > 0) {
                Thread.onSpinWait();
              }
            });
  }

  /** Notes how many run at once. */
  static Operation gauge(AtomicInteger now, AtomicInteger most, CountDownLatch all) {
    return Operation.named("test.gauge")
        .task(
            Nothing.class,
            (nothing, in, out, context) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              all.countDown();
              all.await();
              now.decrementAndGet();
            });
  }
}
