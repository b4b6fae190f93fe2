package io.machinenative.axiom.plugins.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.JsonName;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * {@code core.hash}: digests and checksums of a payload. Stateless, any thread; reads the payload
 * where it lies, and allocates a digest for each call.
 */
final class HashTool implements TypedHandler<HashTool.Request, HashTool.Reply> {
  /** Bytes between two questions whether the answer is still wanted: well below a millisecond. */
  private static final int STEP_BYTES = 256 * 1024;

  /** What can be computed. */
  enum Algorithm {
    @JsonName("SHA-256")
    SHA_256,
    @JsonName("SHA-512")
    SHA_512,
    CRC32C
  }

  @Description("What to hash: exactly one of data and text.")
  record Request(
      @Description(
              "SHA-256 and SHA-512 are cryptographic digests (FIPS 180-4); CRC32C is a checksum"
                  + " (RFC 3720).")
          @Constraint(optional = true, defaultValue = "\"SHA-256\"")
          Algorithm algorithm,
      @Description(
              "Bytes to hash: base64 in JSON, or the raw tail of a COMPOUND payload, or a BINARY"
                  + " payload.")
          @Constraint(optional = true)
          Bytes data,
      @Description("Text to hash, as its UTF-8 bytes.") @Constraint(optional = true) String text) {}

  @Description("The hash of the bytes.")
  record Reply(
      @Description("As asked for.") Algorithm algorithm,
      @Description("The hash in lower-case hexadecimal digits, most significant first.") String hex,
      @Description("Number of bytes that were hashed.") long bytes) {}

  private HashTool() {}

  static Tool tool() {
    return Tool.named("core.hash")
        .title("Hash")
        .description(
            "Computes the SHA-256 (default), SHA-512 or CRC32C of bytes or of a text, to check that"
                + " content is what it should be. Send large content as a BINARY or COMPOUND"
                + " payload: it is not copied.")
        .worker()
        .readOnly()
        .typed(Request.class, Reply.class, new HashTool())
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) {
    ByteBuffer content = content(request);
    int bytes = content.remaining();
    String hex =
        switch (request.algorithm()) {
          case SHA_256 -> digest("SHA-256", content, call);
          case SHA_512 -> digest("SHA-512", content, call);
          case CRC32C -> checksum(content, call);
        };
    return new Reply(request.algorithm(), hex, bytes);
  }

  private static ByteBuffer content(Request request) {
    if ((request.data() == null) == (request.text() == null)) {
      throw ToolException.invalid(
          "expected exactly one of data and text, got "
              + (request.data() == null ? "none" : "both"));
    }
    return request.data() != null
        ? ByteViews.of(request.data())
        : ByteBuffer.wrap(request.text().getBytes(UTF_8));
  }

  private static String digest(String algorithm, ByteBuffer content, CallContext call) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected a JDK that has " + algorithm, e);
    }
    while (content.hasRemaining()) {
      digest.update(nextStep(content, call));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String checksum(ByteBuffer content, CallContext call) {
    CRC32C checksum = new CRC32C();
    while (content.hasRemaining()) {
      checksum.update(nextStep(content, call));
    }
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private static ByteBuffer nextStep(ByteBuffer content, CallContext call) {
    if (call.isCancelled()) {
      throw ToolException.cancelled();
    }
    int stepBytes = Math.min(STEP_BYTES, content.remaining());
    ByteBuffer step = content.slice(content.position(), stepBytes);
    content.position(content.position() + stepBytes);
    return step;
  }
}
