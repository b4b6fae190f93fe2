package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.base.EngineLimits;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * One client connection, as all stages of its ingress agent see it: plain fields, one owner thread,
 * no behaviour that belongs to a stage.
 */
public final class Session {
  /** Where a session is in its life, which goes one way. */
  public enum State {
    /** Connected; only Hello is allowed. */
    AWAIT_HELLO,
    /** Welcomed. */
    OPEN,
    /** The client said Goodbye: calls in flight are answered, then the connection ends. */
    DRAINING,
    /** Over; what still comes is ignored. */
    CLOSED
  }

  /**
   * A session is not read any further while so many of its replies wait: what is left of the queue
   * belongs to its calls and its requests of the registry in flight.
   */
  public static final int PENDING_LIMIT = EngineLimits.MAX_CREDIT_WINDOW;

  /**
   * Replies that may wait for a slow reader beyond what its carrier holds: the limit, all that may
   * be in flight, and a message of a watch.
   */
  public static final int PENDING_REPLIES =
      PENDING_LIMIT + EngineLimits.MAX_CREDIT_WINDOW + WireLimits.MAX_REGISTRY_REQUESTS + 1;

  private final long id;
  private final Peer peer;
  private final FragmentAssembler fragments;
  private final OutboundQueue pending = new OutboundQueue(PENDING_REPLIES);
  private final Long2ObjectHashMap<InvocationSlot> calls = new Long2ObjectHashMap<>(64, 0.55f);

  public State state = State.AWAIT_HELLO;

  /** Counted among the open sessions. */
  public boolean welcomed;

  /** The server said Goodbye to it, and waits for its calls in flight and for its own Goodbye. */
  public boolean toldToLeave;

  public long toldToLeaveNs;

  public String clientName = "";

  /** Who calls; set when the session opens, and by carriers that know it for each message. */
  public Caller caller;

  /**
   * What refused the call that was answered last because it came too soon; null when none did. For
   * carriers that tell more of it than a frame can.
   */
  public Meter refusedBy;

  /** The client understands Progress. */
  public boolean takesProgress;

  /**
   * Longest message both ways; for a client that does not understand Fragment, what its carrier
   * takes in one piece.
   */
  public int maxMessageBytes;

  public int creditWindow;

  /** Requests of the registry that the conductor has not answered. */
  public int registryRequests;

  /** Its watches of the registry, by id; null while there was none. */
  public Long2ObjectHashMap<RegistryWatch> watches;

  /** It is not read any further while its waiting replies hold so much pooled memory. */
  public long maxPendingBytes = Long.MAX_VALUE;

  public long heartbeatIntervalNs;
  public long connectedNs;
  public long lastReceivedNs;

  /** When a piece of a long message last came, taken or not. */
  public long lastPieceNs;

  public long lastSentNs;

  /** When the carrier last took something, while replies wait. */
  public long lastDrainedNs;

  /**
   * The message that is being handled came in fragments and lies here; a stage that keeps it takes
   * it.
   */
  public PooledBuffer assembled;

  /** What the caller of the message that is being handled can be asked; calls keep it. */
  public Interaction interaction = Interaction.NONE;

  /** Bytes of {@link #assembled}. */
  public int assembledLength;

  public Session(long id, Peer peer, BufferPool pool) {
    this.id = id;
    this.peer = peer;
    this.fragments = new FragmentAssembler(pool);
  }

  /** Unique in the server's life. */
  public long id() {
    return id;
  }

  public Peer peer() {
    return peer;
  }

  /** Messages that are coming in pieces. */
  public FragmentAssembler fragments() {
    return fragments;
  }

  /** Replies that the carrier has not taken yet. */
  public OutboundQueue pending() {
    return pending;
  }

  /** Calls that are queued or running, by correlation id. */
  public Long2ObjectHashMap<InvocationSlot> calls() {
    return calls;
  }

  /**
   * Takes the reassembled message over from framing, or null when the message came in one piece.
   */
  public PooledBuffer takeAssembled() {
    PooledBuffer taken = assembled;
    assembled = null;
    return taken;
  }

  @Override
  public String toString() {
    return "session " + id + " of '" + clientName + "' on " + peer.description();
  }
}
