package io.machinenative.axiom.plugins.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.io.DirectBufferInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bodies of requests that read borrowed memory, from its beginning for each attempt. Stateless. */
final class ByteBody {
  private static final String TYPE = "application/octet-stream";

  private ByteBody() {}

  /**
   * @param content from position to limit; borrowed until the request is over
   */
  static RequestBody of(ByteBuffer content) {
    int offset = content.position();
    int length = content.remaining();
    UnsafeBuffer view = new UnsafeBuffer(content);
    return RequestBody.fromContentProvider(() -> stream(view, offset, length), length, TYPE);
  }

  private static InputStream stream(UnsafeBuffer view, int offset, int length) {
    return length == 0
        ? InputStream.nullInputStream()
        : new DirectBufferInputStream(view, offset, length);
  }
}
