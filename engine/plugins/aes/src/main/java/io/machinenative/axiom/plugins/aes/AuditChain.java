package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.HkdfSha256;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The form of an audit line, and what ties it to the one before. One thread's.
 *
 * <pre>
 *   {"seq":7,"prev":"chain value of line 6", ... ,"chain":"HMAC-SHA256 of all before this name"}
 * </pre>
 *
 * <p>Who does not have the key can neither write a line nor leave one out unseen; only the last
 * ones can be cut off, which is why the ring remembers how far the log was.
 */
final class AuditChain {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\{\"seq\":([0-9]{1,18}),\"prev\":\"([0-9a-f]{64})\".*),\"chain\":\"([0-9a-f]{64})\"\\}");

  private final HMac mac = new HMac(new SHA256Digest());

  /**
   * @param key of the log; copied to the heap
   */
  AuditChain(AesKey key) {
    byte[] copy = HkdfSha256.bytes(key, new byte[0], "axiom audit chain v1".getBytes(UTF_8), 32);
    mac.init(new KeyParameter(copy));
  }

  /** A line as it stands in the log. */
  record Line(long number, String previous, String body, String chain) {
    /** Null when the text is no line. */
    static Line of(String text) {
      Matcher line = LINE.matcher(text);
      return line.matches()
          ? new Line(Long.parseLong(line.group(2)), line.group(3), line.group(1), line.group(4))
          : null;
    }
  }

  /** Begins a line that follows a mark. */
  static JsonLine begin(AuditMark after) {
    return new JsonLine()
        .put("seq", after.lines() + 1)
        .put("prev", HexFormat.of().formatHex(after.chain()));
  }

  /** The chain value of a line. */
  byte[] of(String body) {
    byte[] text = body.getBytes(UTF_8);
    mac.update(text, 0, text.length);
    byte[] value = new byte[AuditMark.CHAIN_BYTES];
    mac.doFinal(value, 0);
    return value;
  }

  /** The whole line. */
  static String end(String body, byte[] chain) {
    return body + ",\"chain\":\"" + HexFormat.of().formatHex(chain) + "\"}\n";
  }
}
