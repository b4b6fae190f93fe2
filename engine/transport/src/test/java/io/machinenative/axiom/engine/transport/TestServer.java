package io.machinenative.axiom.engine.transport;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.Peer;
import io.machinenative.axiom.engine.pipeline.Session;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The handler of a contract test: keeps a {@link Conversation} for each connection and does what
 * the test wants.
 */
public final class TestServer implements FrameHandler {
  /** What a test does with a frame. */
  @FunctionalInterface
  public interface Behaviour {
    int onFrame(Conversation conversation, DirectBuffer buffer, int offset, int length);
  }

  /** One connection as the server sees it. */
  public static final class Conversation {
    private final Peer peer;
    private final List<String> defects = new ArrayList<>();
    private long received;
    private int disconnects;

    Conversation(Peer peer) {
      this.peer = peer;
    }

    public Peer peer() {
      return peer;
    }

    /** Frames that were taken. */
    public long received() {
      return received;
    }

    public int disconnects() {
      return disconnects;
    }

    public List<String> defects() {
      return defects;
    }
  }

  /** Answers each frame with itself; refuses it while the answer cannot be sent. */
  public static final Behaviour ECHO = TestServer::echo;

  /** Takes frames and checks that they come in the order of their numbers, from 0 on. */
  public static final Behaviour VERIFY_IN_ORDER =
      (conversation, buffer, offset, length) -> {
        Pattern.verify(buffer, offset, length, conversation.received());
        return Outcome.OK;
      };

  /** Takes nothing. */
  public static final Behaviour REFUSE =
      (conversation, buffer, offset, length) -> Outcome.BACK_PRESSURED;

  private final Map<Session, Conversation> bySession = new IdentityHashMap<>();
  private final List<Conversation> conversations = new ArrayList<>();
  private Behaviour behaviour;
  private Throwable failure;

  public TestServer(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  public void behave(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  /** All connections that ever came, in their order. */
  public List<Conversation> conversations() {
    return conversations;
  }

  public Conversation conversation(int index) {
    return conversations.get(index);
  }

  /** Throws what failed within a callback: a carrier may catch it there. */
  public void rethrow() {
    if (failure != null) {
      throw new AssertionError("failed within a callback: " + failure.getMessage(), failure);
    }
  }

  private static int echo(Conversation conversation, DirectBuffer buffer, int offset, int length) {
    Peer peer = conversation.peer();
    int outcome = peer.claim(length);
    if (outcome != Outcome.OK) {
      return outcome;
    }
    peer.buffer().putBytes(peer.offset(), buffer, offset, length);
    peer.commit();
    return Outcome.OK;
  }

  @Override
  public Session onConnect(Peer peer) {
    Session session = TestSessions.create(conversations.size(), peer);
    Conversation conversation = new Conversation(peer);
    bySession.put(session, conversation);
    conversations.add(conversation);
    return session;
  }

  @Override
  public int onFrame(Session session, DirectBuffer buffer, int offset, int length) {
    try {
      Conversation conversation = conversation(session);
      if (conversation.disconnects > 0) {
        throw new AssertionError("expected no frame after the end of the connection, got one");
      }
      int outcome = behaviour.onFrame(conversation, buffer, offset, length);
      if (outcome == Outcome.OK) {
        conversation.received++;
      }
      return outcome;
    } catch (AssertionError e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void onMalformed(Session session, String defect) {
    Conversation conversation = conversation(session);
    conversation.defects.add(defect);
    conversation.peer.close();
  }

  @Override
  public void onDisconnect(Session session) {
    conversation(session).disconnects++;
  }

  private Conversation conversation(Session session) {
    Conversation conversation = bySession.get(session);
    if (conversation == null) {
      throw new AssertionError("expected a session that onConnect returned, got " + session);
    }
    return conversation;
  }
}
