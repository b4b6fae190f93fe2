package io.machinenative.axiom.benchmarks.swap;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.ClientSession;
import io.machinenative.axiom.client.ReplyHandler;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.testkit.swap.sample.NumberedEcho;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends numbered calls and holds every reply against them: each number is answered once, by a
 * version that is not older than the one that was acknowledged when the call was sent, and no
 * version has served more calls than were answered.
 *
 * <p>Owned by the thread that calls; read by others when that has ended. Allocates nothing per call
 * that succeeds.
 */
final class NumberedCalls implements ReplyHandler {
  /** Under way at once; a server grants no more to one session by default. */
  static final int MAX_IN_FLIGHT = 256;

  private static final int PLACES = 1024;
  private static final int MASK = PLACES - 1;
  private static final long FILL = 0x9E3779B97F4A7C15L;
  private static final long MAX_NS = 60_000_000_000L;
  private static final long NO_CALL = 0;

  private final AxiomClient client;
  private final int toolId;
  private final int payloadBytes;
  private final Phase phase;
  private final UnsafeBuffer request;
  private final CallOptions options = new CallOptions();
  private final long[] numbers = new long[PLACES];
  private final long[] dueNs = new long[PLACES];
  private final long[] phases = new long[PLACES];
  private final int[] leastVersions = new int[PLACES];
  private final long[] answered;
  private final long[] served;
  private final Histogram[] latenciesNs = new Histogram[Phase.APART + 1];
  private long nextNumber = 1;
  private int inFlight;
  private long completed;
  private long failed;
  private long repeated;
  private long stale;
  private String firstFault = "";

  /**
   * @param client connected, with mount INVOKER
   * @param versions how many there will be
   */
  NumberedCalls(AxiomClient client, int toolId, int payloadBytes, int versions, Phase phase) {
    this.client = client;
    this.toolId = toolId;
    this.payloadBytes = payloadBytes;
    this.phase = phase;
    request = new UnsafeBuffer(ByteBuffer.allocateDirect(payloadBytes));
    answered = new long[versions];
    served = new long[versions];
    for (int kind = 0; kind < latenciesNs.length; kind++) {
      latenciesNs[kind] = new Histogram(1, MAX_NS, 3);
    }
  }

  /**
   * Sends a call.
   *
   * @param due when it should have been sent: its latency counts from there
   * @param leastVersion that may answer it
   * @return false when there is no room now
   */
  boolean send(long due, int leastVersion) {
    int place = (int) nextNumber & MASK;
    if (inFlight == MAX_IN_FLIGHT || numbers[place] != NO_CALL) {
      return false;
    }
    request.putLong(0, nextNumber);
    for (int at = NumberedEcho.LEAST_BYTES; at <= payloadBytes - Long.BYTES; at += Long.BYTES) {
      request.putLong(at, nextNumber * FILL + at);
    }
    long outcome =
        client.send(
            toolId, ContentType.BINARY, request, 0, payloadBytes, options, this, nextNumber);
    if (outcome == ClientSession.BACK_PRESSURED || outcome == ClientSession.NO_CREDIT) {
      return false;
    }
    if (outcome < 0) {
      fault("send: outcome " + outcome);
      failed++;
    } else {
      numbers[place] = nextNumber;
      dueNs[place] = due;
      phases[place] = phase.current();
      leastVersions[place] = leastVersion;
      inFlight++;
    }
    nextNumber++;
    return true;
  }

  @Override
  public void onResult(
      long token, ContentType contentType, DirectBuffer buffer, int offset, int length) {
    int place = take(token);
    if (place < 0) {
      return;
    }
    if (length != payloadBytes || !matches(buffer, offset, token)) {
      fault("call " + token + ": the reply is not its own");
      failed++;
      return;
    }
    long version = buffer.getLong(offset + NumberedEcho.VERSION_OFFSET);
    if (version < leastVersions[place] || version >= answered.length) {
      stale++;
      fault("call " + token + ": answered by " + version + " after " + leastVersions[place]);
      return;
    }
    answered[(int) version]++;
    long nth = buffer.getLong(offset + NumberedEcho.SERVED_OFFSET);
    served[(int) version] = Math.max(served[(int) version], nth);
    completed++;
    int kind = Phase.kind(phases[place], phase.current());
    latenciesNs[kind].recordValue(Math.clamp(System.nanoTime() - dueNs[place], 1, MAX_NS));
  }

  private boolean matches(DirectBuffer buffer, int offset, long number) {
    long difference = buffer.getLong(offset) ^ number;
    for (int at = NumberedEcho.LEAST_BYTES; at <= payloadBytes - Long.BYTES; at += Long.BYTES) {
      difference |= buffer.getLong(offset + at) ^ (number * FILL + at);
    }
    return difference == 0;
  }

  @Override
  public void onError(
      long token, int status, int retryAfterMs, DirectBuffer message, int offset, int length) {
    take(token);
    failed++;
    fault(
        "call "
            + token
            + ": "
            + Status.get(status)
            + " "
            + message.getStringWithoutLengthUtf8(offset, length));
  }

  private int take(long number) {
    int place = (int) number & MASK;
    if (numbers[place] != number) {
      repeated++;
      fault("call " + number + " was answered again");
      return -1;
    }
    numbers[place] = NO_CALL;
    inFlight--;
    return place;
  }

  private void fault(String what) {
    if (firstFault.isEmpty()) {
      firstFault = what;
    }
  }

  /** What is in flight will not be answered any more. */
  void giveUp() {
    if (inFlight > 0) {
      fault(inFlight + " calls were not answered");
      failed += inFlight;
      inFlight = 0;
    }
  }

  int inFlight() {
    return inFlight;
  }

  long completed() {
    return completed;
  }

  /** Calls without a right reply. */
  long failed() {
    return failed;
  }

  /** Replies that came twice, and calls that a version served beyond those that it answered. */
  long repeated() {
    long beyond = 0;
    for (int version = 0; version < served.length; version++) {
      beyond += Math.max(0, served[version] - answered[version]);
    }
    return repeated + beyond;
  }

  /** Calls answered by a version that was replaced before they were sent. */
  long stale() {
    return stale;
  }

  /** What went wrong first; empty when nothing did. */
  String firstFault() {
    return firstFault;
  }

  /** From when each call was due to its reply, by {@link Phase} kind. */
  Histogram latenciesNs(int kind) {
    return latenciesNs[kind];
  }
}
