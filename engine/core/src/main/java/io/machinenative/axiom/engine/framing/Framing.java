package io.machinenative.axiom.engine.framing;

import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.counters.EngineCounter;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.FragmentAssembler;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.MessageHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.SessionLifecycle;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks the header of each frame, puts fragments together, and hands whole messages on. A frame
 * that is no message of this protocol ends its connection, since nothing behind it can be trusted.
 *
 * <p>Owned by an ingress agent. Allocates only for a new connection.
 */
public final class Framing implements FrameHandler {
  private static final int FRAGMENT_LENGTH_BYTES = FragmentDecoder.pieceHeaderLength();

  private final IngressContext context;
  private final MessageHandler next;
  private final SessionLifecycle lifecycle;
  private final Replies replies;
  private final BufferPool pool;
  private final EngineCounters counters;
  private final LongSupplier sessionIds;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final FragmentDecoder fragment = new FragmentDecoder();
  private final UnsafeBuffer assembledView = new UnsafeBuffer();

  public Framing(
      IngressContext context,
      MessageHandler next,
      SessionLifecycle lifecycle,
      Replies replies,
      BufferPool pool,
      EngineCounters counters,
      LongSupplier sessionIds) {
    this.context = context;
    this.next = next;
    this.lifecycle = lifecycle;
    this.replies = replies;
    this.pool = pool;
    this.counters = counters;
    this.sessionIds = sessionIds;
  }

  @Override
  public Session onConnect(Peer peer) {
    Session session = new Session(sessionIds.getAsLong(), peer, pool);
    lifecycle.onConnect(session);
    return session;
  }

  @Override
  public int onFrame(Session session, DirectBuffer buffer, int offset, int length) {
    if (session.state == Session.State.CLOSED) {
      return Outcome.CLOSED;
    }
    session.lastReceivedNs = context.nowNs();
    if (length < WireLimits.HEADER_BYTES) {
      return malformed(session, "a frame of " + length + " bytes, below the header's 8");
    }
    header.wrap(buffer, offset);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return malformed(
          session,
          "schema id " + header.schemaId() + ", expected " + MessageHeaderDecoder.SCHEMA_ID);
    }
    int blockLength = header.blockLength();
    if (blockLength > length - WireLimits.HEADER_BYTES) {
      return malformed(session, "a block of " + blockLength + " bytes in a frame of " + length);
    }
    int templateId = header.templateId();
    int bodyOffset = offset + WireLimits.HEADER_BYTES;
    int bodyLength = length - WireLimits.HEADER_BYTES;
    return templateId == FragmentDecoder.TEMPLATE_ID
        ? onFragment(session, buffer, bodyOffset, bodyLength, blockLength)
        : next.onMessage(
            session, templateId, blockLength, header.version(), buffer, bodyOffset, bodyLength);
  }

  private int onFragment(
      Session session, DirectBuffer buffer, int offset, int length, int blockLength) {
    if (session.state != Session.State.OPEN) {
      return malformed(session, "a Fragment in state " + session.state);
    }
    session.lastPieceNs = context.nowNs();
    if (session.assembled == null) {
      int taken = takePiece(session, buffer, offset, length, blockLength);
      if (taken != FragmentAssembler.COMPLETE) {
        return taken;
      }
    }
    return onAssembled(session);
  }

  private int takePiece(
      Session session, DirectBuffer buffer, int offset, int length, int blockLength) {
    if (blockLength < FragmentDecoder.BLOCK_LENGTH
        || length - blockLength < FRAGMENT_LENGTH_BYTES) {
      return malformed(session, "a truncated Fragment of " + length + " bytes");
    }
    fragment.wrap(buffer, offset, blockLength, header.version());
    long messageId = fragment.messageId();
    long totalBytes = fragment.totalBytes();
    long pieceOffset = fragment.pieceOffset();
    int pieceBytes = fragment.pieceLength();
    if (totalBytes < WireLimits.HEADER_BYTES) {
      return malformed(
          session, "fragments of a message of " + totalBytes + " bytes, below the header's 8");
    }
    int room = length - blockLength - FRAGMENT_LENGTH_BYTES;
    if (pieceBytes < 0 || pieceBytes > room) {
      return malformed(session, "a piece of " + pieceBytes + " bytes in a Fragment with " + room);
    }
    int pieceStart = offset + blockLength + FRAGMENT_LENGTH_BYTES;
    int result =
        session
            .fragments()
            .onFragment(
                messageId,
                totalBytes,
                pieceOffset,
                buffer,
                pieceStart,
                pieceBytes,
                session.maxMessageBytes);
    return switch (result) {
      case FragmentAssembler.INCOMPLETE -> Outcome.OK;
      case FragmentAssembler.BACK_PRESSURED -> Outcome.BACK_PRESSURED;
      case FragmentAssembler.COMPLETE -> {
        session.assembled = session.fragments().takeMessage();
        session.assembledLength = session.fragments().messageLength();
        yield FragmentAssembler.COMPLETE;
      }
      case FragmentAssembler.TOO_LARGE ->
          malformed(
              session,
              "a message of "
                  + totalBytes
                  + " bytes, the session allows "
                  + session.maxMessageBytes);
      default -> malformed(session, "a Fragment out of place at offset " + pieceOffset);
    };
  }

  /**
   * Hands the reassembled message on; it stays with the session while the next stage is back
   * pressured.
   */
  private int onAssembled(Session session) {
    int length = session.assembledLength;
    assembledView.wrap(session.assembled.buffer(), 0, length);
    header.wrap(assembledView, 0);
    int templateId = header.templateId();
    int blockLength = header.blockLength();
    boolean wellFormed =
        header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
            && blockLength <= length - WireLimits.HEADER_BYTES
            && templateId != FragmentDecoder.TEMPLATE_ID;
    int outcome =
        wellFormed
            ? next.onMessage(
                session,
                templateId,
                blockLength,
                header.version(),
                assembledView,
                WireLimits.HEADER_BYTES,
                length - WireLimits.HEADER_BYTES)
            : malformed(session, "fragments that make no message");
    if (outcome != Outcome.BACK_PRESSURED) {
      PooledBuffer left = session.takeAssembled();
      if (left != null) {
        left.release();
      }
    }
    return outcome;
  }

  @Override
  public void onMalformed(Session session, String defect) {
    malformed(session, defect);
  }

  private int malformed(Session session, String defect) {
    counters.increment(EngineCounter.FRAMES_MALFORMED);
    replies.goodbye(session, Status.PROTOCOL_ERROR, defect);
    return Outcome.CLOSED;
  }

  @Override
  public void onDisconnect(Session session) {
    lifecycle.onDisconnect(session);
  }
}
