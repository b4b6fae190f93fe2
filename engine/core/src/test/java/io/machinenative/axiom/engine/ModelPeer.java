package io.machinenative.axiom.engine;

import io.machinenative.axiom.codec.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The plain twin of a session: which requests were sent, what each may be answered with, and that
 * every answer that comes belongs to exactly one of them.
 */
final class ModelPeer {
  /**
   * A request that waits for its one answer.
   *
   * @param allowed statuses that it may be refused or failed with
   * @param payload that its Result has; null: it has no Result
   * @param query answered by a ToolList or a ToolDescription
   */
  record Request(Set<Status> allowed, byte[] payload, boolean query) {}

  private final DataPlane plane;
  private final UnaryOperator<List<ServerMessage>> tamper;
  private final Map<Long, List<Request>> open = new HashMap<>();
  private final Deque<Long> heartbeats = new ArrayDeque<>();
  private final long heartbeatNs;
  private long lastSentNs;
  private int unknownTemplates;
  private boolean broken;
  private boolean leaving;
  private boolean ended;
  private boolean gone;
  final HandClient client;
  boolean everBlocked;
  long answers;

  ModelPeer(
      DataPlane plane,
      HandClient client,
      long heartbeatNs,
      UnaryOperator<List<ServerMessage>> tamper) {
    this.plane = plane;
    this.client = client;
    this.heartbeatNs = heartbeatNs;
    this.tamper = tamper;
    lastSentNs = plane.clock.nanoTime();
  }

  // ── what was sent ────────────────────────────────────────────────────────────

  void request(long id, Request request, List<byte[]> frames) {
    open.computeIfAbsent(id, any -> new ArrayList<>()).add(request);
    frames.forEach(this::send);
  }

  void send(byte[] frame) {
    client.send(frame);
    lastSentNs = plane.clock.nanoTime();
  }

  void heartbeat(long timestampNs) {
    heartbeats.add(timestampNs);
    send(Messages.heartbeat(timestampNs, false));
  }

  void unknownTemplate(byte[] frame) {
    unknownTemplates++;
    send(frame);
  }

  void garbage(byte[] frame) {
    broken = true;
    send(frame);
  }

  void goodbye() {
    leaving = true;
    send(Messages.goodbye("bye"));
  }

  void vanish() {
    ended = true;
    gone = true;
    client.peer.vanish();
  }

  /** Whether nothing more is to be read: its client is gone, or it was read to its end. */
  boolean isDone() {
    return gone || (client.peer.isClosed() && client.peer.waitingFrames() == 0);
  }

  /** Whether its answers have to come: it was not ended by either side. */
  boolean isLiving() {
    return !ended && !broken && !client.peer.isClosed();
  }

  /** Whether it said Goodbye, after which no Fragment is allowed. */
  boolean isLeaving() {
    return leaving;
  }

  List<Long> openIds() {
    return new ArrayList<>(open.keySet());
  }

  int openRequests(long id) {
    return open.getOrDefault(id, List.of()).size();
  }

  int openRequests() {
    return open.values().stream().mapToInt(List::size).sum();
  }

  // ── what came ────────────────────────────────────────────────────────────────

  void read() {
    for (ServerMessage message : tamper.apply(client.all())) {
      check(!ended, "after the end", message);
      onMessage(message);
    }
  }

  private void onMessage(ServerMessage message) {
    switch (message) {
      case ServerMessage.Result result -> onResult(result);
      case ServerMessage.Error error when error.correlationId() == -1 -> {
        check(unknownTemplates-- > 0, "an answer to nothing", message);
        check(error.status() == Status.BAD_REQUEST, "the wrong status", message);
      }
      case ServerMessage.Error error -> onError(error);
      case ServerMessage.ToolList list -> onQuery(list.correlationId(), message);
      case ServerMessage.ToolDescription tool -> onQuery(tool.correlationId(), message);
      case ServerMessage.Progress progress ->
          check(open.containsKey(progress.correlationId()), "progress of no call", message);
      case ServerMessage.Heartbeat beat when beat.reply() ->
          check(
              Long.valueOf(beat.timestampNs()).equals(heartbeats.poll()),
              "an answer to another heartbeat",
              message);
      case ServerMessage.Heartbeat beat ->
          client.send(Messages.heartbeat(beat.timestampNs(), true));
      case ServerMessage.Goodbye goodbye -> onGoodbye(goodbye);
      default -> check(false, "not a message for an open session", message);
    }
  }

  private void onResult(ServerMessage.Result result) {
    List<Request> candidates = open.getOrDefault(result.correlationId(), List.of());
    for (Request request : candidates) {
      if (request.payload() != null && Arrays.equals(request.payload(), result.payload())) {
        answered(result.correlationId(), request);
        return;
      }
    }
    check(false, "a result of no call", result);
  }

  /**
   * These are said of the call that came last; everything else of the one in flight, which came
   * first.
   */
  private static final Set<Status> OF_THE_LAST =
      EnumSet.of(Status.DUPLICATE_CORRELATION_ID, Status.DRAINING);

  private void onError(ServerMessage.Error error) {
    List<Request> candidates = new ArrayList<>(open.getOrDefault(error.correlationId(), List.of()));
    if (OF_THE_LAST.contains(error.status())) {
      candidates = candidates.reversed();
    }
    for (Request request : candidates) {
      if (request.allowed().contains(error.status())) {
        answered(error.correlationId(), request);
        return;
      }
    }
    check(false, "an error of no request among " + candidates, error);
  }

  private void onQuery(long id, ServerMessage message) {
    for (Request request : open.getOrDefault(id, List.of())) {
      if (request.query()) {
        answered(id, request);
        return;
      }
    }
    check(false, "a page or description that nobody asked for", message);
  }

  private void answered(long id, Request request) {
    List<Request> requests = open.get(id);
    requests.remove(request);
    if (requests.isEmpty()) {
      open.remove(id);
    }
    answers++;
  }

  private void onGoodbye(ServerMessage.Goodbye goodbye) {
    ended = true;
    boolean deserved =
        switch (goodbye.status()) {
          case PROTOCOL_ERROR -> broken;
          case SHUTDOWN -> leaving;
          case HEARTBEAT_TIMEOUT -> plane.clock.nanoTime() - lastSentNs > 3 * heartbeatNs;
          case SLOW_CONSUMER -> everBlocked;
          default -> false;
        };
    check(deserved, "an end that was not deserved", goodbye);
  }

  private void check(boolean holds, String what, ServerMessage message) {
    if (!holds) {
      throw new AssertionError(client.peer.description() + ": " + what + ": " + message);
    }
  }

  /** At the end a living session has no request without its answer. */
  void requireAllAnswered() {
    if (isLiving() && (!open.isEmpty() || !heartbeats.isEmpty() || unknownTemplates != 0)) {
      throw new AssertionError(
          client.peer.description()
              + ": never answered: "
              + open.keySet()
              + ", heartbeats "
              + heartbeats
              + ", unknown templates "
              + unknownTemplates);
    }
  }
}
