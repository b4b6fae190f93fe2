package io.machinenative.axiom.engine.gateway.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.config.UpstreamConfig.Timeouts;
import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.gateway.session.Request;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession.Conversation;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * Calls of one upstream server. Each waits on the virtual thread that it runs on; an interrupt, for
 * it was cancelled or is late, gives it up and tells the server. Any thread.
 */
public final class UpstreamCalls {
  /** Rounds in which a server of the newer era only wants its state back. */
  private static final int MOST_ROUNDS = 8;

  private final Access access;
  private final Admission admission;
  private final Parking parking;
  private final Timeouts timeouts;
  private final NanoClock clock;

  public UpstreamCalls(
      Access access, Admission admission, Parking parking, Timeouts timeouts, NanoClock clock) {
    this.access = access;
    this.admission = admission;
    this.parking = parking;
    this.timeouts = timeouts;
    this.clock = clock;
  }

  String name() {
    return access.name();
  }

  /** Something that the operator should know of. */
  void noted(String problem) {
    access.noted(problem);
  }

  /**
   * Calls the server.
   *
   * @param request makes it anew for each attempt
   * @param again whether it may be sent again when nobody knows what became of it
   * @return the members of the result
   * @throws ToolException when the server fails or refuses, or our caller is to be asked
   */
  public Map<String, byte[]> call(Supplier<Request> request, CallContext call, boolean again)
      throws InterruptedException {
    Memory memory = Memory.read(call.interaction().remembered());
    if (memory != null && memory.parked() != 0) {
      return resume(memory, call);
    }
    Admission.Ticket ticket = admission.enter();
    boolean parked = false;
    try {
      return attempts(request, call, again, memory, ticket);
    } catch (ParkedException e) {
      parked = true;
      throw e.answer();
    } finally {
      if (!parked) {
        ticket.close();
      }
    }
  }

  private Map<String, byte[]> attempts(
      Supplier<Request> request,
      CallContext call,
      boolean again,
      Memory memory,
      Admission.Ticket ticket)
      throws InterruptedException, ParkedException {
    boolean lost = false;
    boolean over = false;
    try {
      UpstreamSession session = access.session();
      while (true) {
        try {
          return rounds(session, request, call, memory, ticket);
        } catch (UpstreamException e) {
          if ((e.kind() == Kind.SESSION_OVER || e.kind() == Kind.UNAUTHORIZED) && !over) {
            over = true;
            session = access.instead(session, e);
          } else if (e.kind() == Kind.LOST && again && !lost) {
            lost = true;
            session = access.session();
          } else {
            throw e;
          }
        }
      }
    } catch (UpstreamException e) {
      throw failure(e, ticket);
    } catch (InterruptedException e) {
      interrupted(call, ticket);
      throw e;
    }
  }

  private ToolException failure(UpstreamException e, Admission.Ticket ticket) {
    if (e.kind() != Kind.BUSY && e.kind() != Kind.SESSION_OVER) {
      ticket.failed();
    }
    access.suspect(e);
    return Failures.of(access.name(), e);
  }

  /** A call that is late had its time, and failed; one that is cancelled says nothing. */
  private void interrupted(CallContext call, Admission.Ticket ticket) {
    if (call.remainingNs() <= 0) {
      ticket.failed();
      access.suspect(new UpstreamException(Kind.SILENT, "did not answer in its caller's time"));
    }
  }

  /** As often as the server only wants its state back. */
  private Map<String, byte[]> rounds(
      UpstreamSession session,
      Supplier<Request> request,
      CallContext call,
      Memory memory,
      Admission.Ticket ticket)
      throws UpstreamException, InterruptedException, ParkedException {
    Memory round = memory;
    for (int i = 0; i < MOST_ROUNDS; i++) {
      Request next = prepared(request.get(), session, call, round);
      try (Turn turn = new Turn(session.begin(next), ticket)) {
        Map<String, byte[]> result = listen(turn, call);
        Memory asking = asking(session, result, round);
        if (asking == null) {
          return result;
        }
        call.interaction().remember(asking.write());
        if (!asking.questions().isEmpty()) {
          call.interaction().ask(asking.questions());
        }
        round = asking;
      }
    }
    throw new UpstreamException(Kind.WRONG, "wants its state back again and again");
  }

  private Request prepared(
      Request request, UpstreamSession session, CallContext call, Memory memory) {
    request.progress();
    if (call.traceParent() != null) {
      request.meta("traceparent", Messages.text(call.traceParent()));
      if (!call.traceState().isEmpty()) {
        request.meta("tracestate", Messages.text(call.traceState()));
      }
    }
    if (!session.newer()) {
      return request;
    }
    Interaction interaction = call.interaction();
    request.capabilities(Questions.capabilities(interaction));
    if (interaction.logLevel() != null) {
      request.meta(
          "io.modelcontextprotocol/logLevel", Messages.text(interaction.logLevel().label()));
    }
    if (memory != null) {
      if (memory.state() != null) {
        request.with("requestState", Messages.text(memory.state()));
      }
      if (!memory.questions().isEmpty()) {
        Map<String, Object> responses = new LinkedHashMap<>();
        interaction
            .ask(memory.questions())
            .forEach((key, answer) -> responses.put(memory.theirs().get(key), answer));
        request.with("inputResponses", Json.write(responses));
      }
    }
    return request;
  }

  /** What the server asks in the place of a result; null when it has one. */
  private static Memory asking(UpstreamSession session, Map<String, byte[]> result, Memory before)
      throws UpstreamException {
    byte[] type = result.get("resultType");
    if (!session.newer() || type == null || Json.read(type).equals("complete")) {
      return null;
    }
    if (!Json.read(type).equals("input_required")) {
      throw new UpstreamException(
          Kind.WRONG,
          "answers with a result of type "
              + UpstreamException.shortened(new String(type, UTF_8))
              + ", which is not understood");
    }
    Map<String, InputRequest> asked = new LinkedHashMap<>();
    if (result.get("inputRequests") instanceof byte[] requests
        && Json.read(requests) instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> one : map.entrySet()) {
        asked.put(one.getKey().toString(), question(one.getValue()));
      }
    }
    byte[] state = result.get("requestState");
    String text = state != null && Json.read(state) instanceof String s ? s : null;
    if (asked.isEmpty() && text == null) {
      throw new UpstreamException(Kind.WRONG, "asks for nothing, and has no result");
    }
    return Memory.asking(before, text, asked);
  }

  private static InputRequest question(Object asked) throws UpstreamException {
    if (asked instanceof Map<?, ?> map && map.get("method") instanceof String method) {
      InputRequest question =
          Questions.of(method, map.get("params") instanceof Map<?, ?> params ? params : Map.of());
      if (question != null) {
        return question;
      }
    }
    throw new UpstreamException(Kind.WRONG, "asks what no client answers");
  }

  /** Goes on with a call whose server waits for an answer. */
  private Map<String, byte[]> resume(Memory memory, CallContext call) throws InterruptedException {
    Map<String, Object> answer =
        call.interaction().ask(memory.questions()).values().iterator().next();
    Parking.Parked found = parking.take(memory.parked(), call.principal());
    if (found == null) {
      throw ToolException.error(
          "upstream " + access.name() + " asked something, and waits for the answer no more");
    }
    Turn turn = found.turn();
    boolean parked = false;
    try (turn) {
      turn.conversation().answer(found.askedId(), Json.write(answer));
      return listen(turn, call);
    } catch (ParkedException e) {
      parked = true;
      throw e.answer();
    } catch (UpstreamException e) {
      throw failure(e, turn.ticket());
    } catch (InterruptedException e) {
      interrupted(call, turn.ticket());
      throw e;
    } finally {
      if (!parked) {
        turn.ticket().close();
      }
    }
  }

  /** Hears what the server says until it answers. */
  private Map<String, byte[]> listen(Turn turn, CallContext call)
      throws UpstreamException, InterruptedException, ParkedException {
    while (true) {
      long leftNs = timeouts.callNs() - (clock.nanoTime() - turn.ticket().startedNs());
      if (leftNs <= 0) {
        throw new UpstreamException(Kind.SILENT, "did not answer in the longest time of a call");
      }
      switch (turn.conversation().next(timeouts.silenceNs(), leftNs)) {
        case Incoming.Answer answer -> {
          turn.ticket().answered();
          return members(answer.result());
        }
        case Incoming.Refusal refusal -> {
          turn.ticket().answered();
          throw Failures.of(access.name(), refusal, call.interaction());
        }
        case Incoming.Asked asked -> onAsked(turn, asked, call);
        case Incoming.Told told -> onTold(told, call);
      }
    }
  }

  private static Map<String, byte[]> members(byte[] result) throws UpstreamException {
    try {
      return RawJson.members(result);
    } catch (ToolException e) {
      throw new UpstreamException(Kind.WRONG, "answers with a wrong result: " + e.getMessage());
    }
  }

  /** Asks our caller, and lets the server wait. */
  private void onAsked(Turn turn, Incoming.Asked asked, CallContext call) throws ParkedException {
    Interaction interaction = call.interaction();
    Conversation conversation = turn.conversation();
    ClientFeature feature = Questions.featureOf(asked.method());
    if (feature == null) {
      conversation.session().reply(asked);
      return;
    }
    if (!interaction.supports(feature)) {
      conversation.refuse(
          asked.id(),
          Messages.UNKNOWN_METHOD,
          "the caller cannot be asked: it has no " + feature.label());
      return;
    }
    InputRequest question = Questions.of(asked.method(), (Map<?, ?>) Json.read(asked.params()));
    long token = parking.nextToken();
    String key = feature.label() + "-" + token;
    interaction.remember(Memory.waiting(token, key, question).write());
    parking.put(token, turn, asked.id(), call.principal());
    try {
      Object answer = interaction.ask(key, question);
      assert answer == null : "a new key has no answer";
    } catch (ToolException e) {
      throw new ParkedException(e);
    }
  }

  private void onTold(Incoming.Told told, CallContext call) {
    if (!(Json.read(told.params()) instanceof Map<?, ?> params)) {
      return;
    }
    if (told.method().equals("notifications/progress")
        && params.get("progress") instanceof Number done) {
      double total = params.get("total") instanceof Number all ? all.doubleValue() : Double.NaN;
      String message = params.get("message") instanceof String text ? text : "";
      call.progress(done.doubleValue(), total, message);
    } else if (told.method().equals("notifications/message")
        && params.get("level") instanceof String label
        && LogLevel.of(label) != null) {
      Object logger = params.get("logger");
      String from = logger instanceof String text ? access.name() + "." + text : access.name();
      call.interaction().log(LogLevel.of(label), from, params.get("data"));
    }
  }

  /** The call waits: what its handler throws is how our caller is asked. */
  private static final class ParkedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ToolException answer;

    ParkedException(ToolException answer) {
      super(null, null, false, false);
      this.answer = answer;
    }

    ToolException answer() {
      return answer;
    }
  }
}
