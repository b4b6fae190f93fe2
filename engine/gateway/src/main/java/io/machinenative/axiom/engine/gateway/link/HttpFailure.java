package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What an exception of the HTTP client says of the request. Stateless. */
final class HttpFailure {
  private HttpFailure() {}

  static UpstreamException of(Throwable thrown) {
    Throwable cause = cause(thrown);
    boolean notConnected =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnresolvedAddressException
            || cause.getCause() instanceof UnresolvedAddressException;
    return notConnected
        ? new UpstreamException(Kind.UNREACHABLE, "cannot be reached: " + text(cause))
        : new UpstreamException(Kind.LOST, "ended the connection: " + text(cause));
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** In one line. */
  static String text(Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause.getMessage() == null) {
      return switch (cause) {
        case ConnectException _ -> "connection refused";
        default -> cause.getClass().getSimpleName();
      };
    }
    return UpstreamException.shortened(cause.getMessage());
  }
}
