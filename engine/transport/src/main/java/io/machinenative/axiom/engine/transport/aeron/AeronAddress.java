package io.machinenative.axiom.engine.transport.aeron;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;

/**
 * Where a server listens: an Aeron channel and the stream of requests on it. Written as Aeron's own
 * channel URI, with the stream in its {@code stream-id} parameter when it is another one than
 * {@value #REQUEST_STREAM_ID}.
 *
 * @param channel without its {@code stream-id}: {@code aeron:ipc}, {@code
 *     aeron:udp?endpoint=127.0.0.1:40123}
 * @param streamId of the requests
 */
public record AeronAddress(String channel, int streamId) {
  /** The stream of requests, unless the address names another one. */
  public static final int REQUEST_STREAM_ID = 1001;

  /**
   * Parses {@code aeron:ipc} or {@code aeron:udp?endpoint=HOST:PORT}, with any of Aeron's
   * parameters.
   */
  public static AeronAddress parse(String uri) {
    ChannelUri channel;
    try {
      channel = ChannelUri.parse(uri);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "expected an Aeron channel, got " + uri + ": " + e.getMessage(), e);
    }
    if (!channel.prefix().isEmpty() || !(channel.isIpc() || channel.isUdp())) {
      throw new IllegalArgumentException("expected aeron:ipc or aeron:udp, got " + uri);
    }
    if (channel.isUdp() && channel.get(CommonContext.ENDPOINT_PARAM_NAME) == null) {
      throw new IllegalArgumentException("expected aeron:udp?endpoint=HOST:PORT, got " + uri);
    }
    String stream = channel.remove(CommonContext.STREAM_ID_PARAM_NAME);
    return new AeronAddress(
        channel.toString(), stream == null ? REQUEST_STREAM_ID : parseStream(stream, uri));
  }

  private static int parseStream(String stream, String uri) {
    try {
      return Integer.parseInt(stream);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number as stream-id, got " + stream + " in " + uri, e);
    }
  }

  /** Whether both sides are on one media driver. */
  public boolean isIpc() {
    return ChannelUri.parse(channel).isIpc();
  }

  /** Host and port of a UDP address, null for IPC. */
  public String endpoint() {
    return ChannelUri.parse(channel).get(CommonContext.ENDPOINT_PARAM_NAME);
  }

  /** The same address with another channel, such as one with the port that was bound. */
  AeronAddress withChannel(String newChannel) {
    return new AeronAddress(newChannel, streamId);
  }

  /** The address as one URI, which {@link #parse} reads back. */
  public String uri() {
    if (streamId == REQUEST_STREAM_ID) {
      return channel;
    }
    ChannelUri uri = ChannelUri.parse(channel);
    uri.put(CommonContext.STREAM_ID_PARAM_NAME, Integer.toString(streamId));
    return uri.toString();
  }

  @Override
  public String toString() {
    return uri();
  }
}
