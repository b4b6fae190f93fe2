package io.machinenative.axiom.api;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * What an {@link Operation} does. Runs on a thread of its own, where it may wait; several runs of
 * one handler may go on at once.
 *
 * @param <P> record of the parameters, of the types that a {@link TypedHandler} takes, without
 *     {@link Bytes}
 */
@FunctionalInterface
public interface OperationHandler<P extends Record> {
  /**
   * Reads until the end of the input, writes, and returns when everything is done and, for a sink,
   * durable. Nothing larger than a few buffers is held: an input may be larger than memory.
   *
   * <p>Both channels are blocking and borrowed until the handler returns; they need not be closed.
   * Returning is what ends the output. A write waits while the next stage is behind; a read waits
   * for the stage before. After a failure of either, or a cancellation, both throw {@link
   * java.nio.channels.ClosedChannelException}: let it pass.
   *
   * <p>An operation that failed may be run again with the same parameters: it replaces what the
   * failed run left, or never shows it. A sink makes its result visible as its last step.
   *
   * @param in of a source or a task: at its end at once
   * @param out of a sink or a task: a write is a misuse, and throws {@link IllegalStateException}
   * @throws ToolException to fail with a status and a message that the caller sees
   * @throws Exception anything else fails the stage with its text
   */
  void run(P parameters, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws Exception;
}
