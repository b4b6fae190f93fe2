package io.machinenative.axiom.codec;

/** Bounds of the wire protocol. Each is checked before the bytes that it bounds are touched. */
public final class WireLimits {
  /** Protocol versions that this build speaks: the schema's version. */
  public static final int MIN_VERSION = 1;

  public static final int MAX_VERSION = InvokeEncoder.SCHEMA_VERSION;

  /** Bytes of the SBE header that precedes every message. */
  public static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  /**
   * Longest message that travels in one piece on a carrier with no smaller limit of its own; longer
   * ones travel as {@code Fragment}s.
   */
  public static final int MAX_FRAME_BYTES = 64 * 1024;

  /** Longest message, unless a server is told otherwise. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  /** Bounds of a configured message limit. */
  public static final int MIN_MAX_MESSAGE_BYTES = MAX_FRAME_BYTES;

  public static final int MAX_MAX_MESSAGE_BYTES = 1024 * 1024 * 1024;

  /** Messages of one sender that may be under way in Fragments at once, in a session. */
  public static final int MAX_UNFINISHED_MESSAGES = 8;

  public static final int MAX_TOOL_NAME_BYTES = 128;
  public static final int MAX_CLIENT_NAME_BYTES = 128;
  public static final int MAX_RESPONSE_CHANNEL_BYTES = 512;
  public static final int MAX_CREDENTIALS_BYTES = 8 * 1024;
  public static final int MAX_TRACE_STATE_BYTES = 512;

  /**
   * Longest text for people in an Error, a Progress, a Goodbye or a Reject; longer ones are cut.
   */
  public static final int MAX_TEXT_BYTES = 1024;

  public static final int MAX_PAGE_SIZE = 100;

  /** Requests of the registry that a session may have in flight, besides its calls. */
  public static final int MAX_REGISTRY_REQUESTS = 64;

  /** Watches of the registry in a session. */
  public static final int MAX_WATCHES = 64;

  /** A record of the registry: a RegistryRecord message, its header included. */
  public static final int MAX_RECORD_BYTES = 64 * 1024;

  /** A record's key as text. */
  public static final int MAX_RECORD_KEY_BYTES = 512;

  /** A name, a label, a range or a prefix in a request of the registry. */
  public static final int MAX_RECORD_TEXT_BYTES = 512;

  /** The cursor of a page. */
  public static final int MAX_CURSOR_BYTES = 1024;

  /** Records on a page. */
  public static final int MAX_RECORDS_ON_PAGE = 1000;

  /** A page of records, unless a single one is longer. */
  public static final int MAX_RECORD_PAGE_BYTES = 1024 * 1024;

  /** Tags, and as many capabilities, in a query. */
  public static final int MAX_QUERY_LABELS = 64;

  /** Leases that are renewed at once. */
  public static final int MAX_LEASE_KEYS = 1000;

  /** A connection on which no Hello came is closed after so long. */
  public static final int HELLO_TIMEOUT_MS = 5_000;

  public static final int MIN_HEARTBEAT_INTERVAL_MS = 50;

  /** The interval of a session whose Hello asks for none. */
  public static final int DEFAULT_HEARTBEAT_INTERVAL_MS = 2_000;

  public static final int MAX_HEARTBEAT_INTERVAL_MS = 60_000;

  /** A peer is given up after so many heartbeat intervals of silence. */
  public static final int HEARTBEATS_MISSED_LIMIT = 3;

  /** A peer that takes none of the bytes that wait for it is given up after so long. */
  public static final int SLOW_CONSUMER_TIMEOUT_MS = 10_000;

  /**
   * Bytes of an Invoke before its payload, with an empty trace state: header + block + two lengths.
   */
  public static final int INVOKE_OVERHEAD_BYTES =
      HEADER_BYTES
          + InvokeEncoder.BLOCK_LENGTH
          + InvokeEncoder.traceStateHeaderLength()
          + InvokeEncoder.payloadHeaderLength();

  /** Bytes of a Result before its payload: header + block + one length. */
  public static final int RESULT_OVERHEAD_BYTES =
      HEADER_BYTES + ResultEncoder.BLOCK_LENGTH + ResultEncoder.payloadHeaderLength();

  /** Bytes of a Fragment before its piece: header + block + one length. */
  public static final int FRAGMENT_OVERHEAD_BYTES =
      HEADER_BYTES + FragmentEncoder.BLOCK_LENGTH + FragmentEncoder.pieceHeaderLength();

  private WireLimits() {}
}
