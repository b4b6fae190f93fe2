package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.net.ConnectException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/** What an exception of a connection says of the request on it. Stateless. */
final class HttpFailure {
  private HttpFailure() {}

  static UpstreamException of(Exception thrown) {
    boolean wrong =
        thrown instanceof HttpException
            || thrown instanceof MessageConstraintException
            || thrown instanceof MalformedChunkCodingException;
    return wrong
        ? new UpstreamException(Kind.WRONG, "answers what is no HTTP: " + text(thrown))
        : new UpstreamException(Kind.LOST, "ended the connection: " + text(thrown));
  }

  /** In one line. */
  static String text(Exception thrown) {
    if (thrown.getMessage() == null) {
      return thrown instanceof ConnectException
          ? "connection refused"
          : thrown.getClass().getSimpleName();
    }
    return UpstreamException.shortened(thrown.getMessage());
  }
}
