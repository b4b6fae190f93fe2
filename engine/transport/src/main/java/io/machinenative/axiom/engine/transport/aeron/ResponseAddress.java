package io.machinenative.axiom.engine.transport.aeron;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.WireLimits;
import java.net.InetAddress;
import org.agrona.DirectBuffer;

/**
 * Reads from a client's first message where the client listens, and decides whether the server may
 * send there.
 *
 * <pre>
 *   0       8                  8 + blockLength            + 2
 *  +-------+------------------+--------------------------+-------------------
 *  | header| ... streamId ... | responseChannel, uint16  | responseChannel ...
 *  +-------+------------------+--------------------------+-------------------
 * </pre>
 *
 * <p>All of it is hostile until proven otherwise: each length is checked before the bytes that it
 * bounds are touched, and nothing of the client's channel but its host and port gets to the media
 * driver. So a client can neither make the server send to a third party nor choose the server's
 * buffers.
 *
 * <p>Owned by the listener's thread, which uses one for all its connections. Allocates: it runs
 * once for each connection.
 */
final class ResponseAddress {
  private static final String IPC_SOURCE = CommonContext.IPC_CHANNEL;

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final int requestStreamId;
  private final boolean anyHost;
  private String channel;
  private int streamId;
  private String defect;

  /**
   * @param requestStreamId which no client may name as its own
   * @param anyHost whether a client may listen on another host than the one that it sends from
   */
  ResponseAddress(int requestStreamId, boolean anyHost) {
    this.requestStreamId = requestStreamId;
    this.anyHost = anyHost;
  }

  /**
   * Reads and judges a first message.
   *
   * @param source the image's source identity
   * @return whether {@link #channel()} and {@link #streamId()} may be used; else {@link #defect()}
   *     says why not
   */
  boolean accept(DirectBuffer buffer, int offset, int length, String source) {
    channel = null;
    defect = null;
    String text = decode(buffer, offset, length);
    if (text != null) {
      judge(text, source);
    }
    return defect == null;
  }

  private String decode(DirectBuffer buffer, int offset, int length) {
    if (length < WireLimits.HEADER_BYTES) {
      return refuse("the first message has " + length + " bytes, expected a Hello");
    }
    header.wrap(buffer, offset);
    if (header.schemaId() != HelloDecoder.SCHEMA_ID
        || header.templateId() != HelloDecoder.TEMPLATE_ID) {
      return refuse(
          "the first message is not a Hello: schema "
              + header.schemaId()
              + " template "
              + header.templateId());
    }
    int blockLength = header.blockLength();
    int textOffset =
        WireLimits.HEADER_BYTES + blockLength + HelloDecoder.responseChannelHeaderLength();
    if (blockLength < HelloDecoder.BLOCK_LENGTH || textOffset > length) {
      return refuse("the Hello is cut short: block of " + blockLength + " in " + length + " bytes");
    }
    int lengthOffset = offset + WireLimits.HEADER_BYTES + blockLength;
    int textBytes = buffer.getShort(lengthOffset, LITTLE_ENDIAN) & 0xFFFF;
    if (textBytes > WireLimits.MAX_RESPONSE_CHANNEL_BYTES || textBytes > length - textOffset) {
      return refuse("the Hello's response channel is said to have " + textBytes + " bytes");
    }
    int streamOffset =
        offset + WireLimits.HEADER_BYTES + HelloDecoder.responseStreamIdEncodingOffset();
    streamId = buffer.getInt(streamOffset, LITTLE_ENDIAN);
    byte[] text = new byte[textBytes];
    buffer.getBytes(offset + textOffset, text);
    return new String(text, US_ASCII);
  }

  private void judge(String text, String source) {
    ChannelUri uri;
    try {
      uri = ChannelUri.parse(text);
    } catch (IllegalArgumentException | IllegalStateException e) {
      refuse("the response channel is none of Aeron's");
      return;
    }
    boolean ipcSource = IPC_SOURCE.equals(source);
    if (!uri.prefix().isEmpty() || (ipcSource ? !uri.isIpc() : !uri.isUdp())) {
      refuse("the response channel is of another medium than the request");
    } else if (ipcSource) {
      judgeIpc();
    } else {
      judgeUdp(uri.get(CommonContext.ENDPOINT_PARAM_NAME), source);
    }
  }

  private void judgeIpc() {
    if (streamId == requestStreamId) {
      refuse("the response stream is that of the requests");
    } else {
      channel = CommonContext.IPC_CHANNEL;
    }
  }

  private void judgeUdp(String endpoint, String source) {
    InetAddress host = hostOf(endpoint);
    int port = portOf(endpoint);
    if (host == null || port == 0) {
      refuse("the response channel names no numeric host and port");
    } else if (!anyHost && !host.equals(hostOf(source))) {
      refuse("the response host is not the one that the request came from");
    } else {
      channel = udpChannel(host, port);
    }
  }

  /** The channel of an endpoint, with nothing else in it. */
  static String udpChannel(InetAddress host, int port) {
    return "aeron:udp?endpoint=" + bracketed(host) + ":" + port;
  }

  private static String bracketed(InetAddress host) {
    String literal = host.getHostAddress();
    return literal.indexOf(':') >= 0 ? "[" + literal + "]" : literal;
  }

  /**
   * The address before the last colon, which must be a literal: no name of a stranger's is looked
   * up.
   */
  private static InetAddress hostOf(String endpoint) {
    int colon = endpoint == null ? -1 : endpoint.lastIndexOf(':');
    if (colon <= 0) {
      return null;
    }
    String host = endpoint.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The port after the last colon; 0 when there is none. */
  private static int portOf(String endpoint) {
    int colon = endpoint == null ? -1 : endpoint.lastIndexOf(':');
    String digits = endpoint == null ? "" : endpoint.substring(colon + 1);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number ? Integer.parseInt(digits) : 0;
    return port <= 0xFFFF ? port : 0;
  }

  private String refuse(String reason) {
    defect = reason;
    return null;
  }

  /** Where to send, after {@link #accept}. */
  String channel() {
    return channel;
  }

  int streamId() {
    return streamId;
  }

  /** Why the first message was refused. */
  String defect() {
    return defect;
  }
}
