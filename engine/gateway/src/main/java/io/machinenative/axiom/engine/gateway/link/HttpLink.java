package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Streamable HTTP: each message is a request, and its answer a message or a stream of them. Follows
 * no redirect. Any thread.
 */
public final class HttpLink implements Link {
  private static final String BOTH = "application/json, text/event-stream";

  private final HttpClient client;
  private final URI url;
  private final int maxBytes;

  /**
   * @param client owned; follows no redirects
   * @param maxBytes longest message that is read
   */
  public HttpLink(HttpClient client, URI url, int maxBytes) {
    this.client = client;
    this.url = url;
    this.maxBytes = maxBytes;
  }

  @Override
  public Exchange send(Outbound request) throws UpstreamException {
    return new HttpExchange(this, post(request), request.headers(), maxBytes);
  }

  private HttpRequest post(Outbound message) throws UpstreamException {
    return with(message.headers())
        .header("Content-Type", "application/json")
        .header("Accept", BOTH)
        .POST(BodyPublishers.ofByteArray(message.json()))
        .build();
  }

  private HttpRequest.Builder with(Map<String, String> headers) throws UpstreamException {
    try {
      HttpRequest.Builder builder = HttpRequest.newBuilder(url);
      headers.forEach(builder::header);
      return builder;
    } catch (IllegalArgumentException e) {
      throw new UpstreamException(Kind.REFUSED, "cannot be asked so: " + e.getMessage());
    }
  }

  CompletableFuture<HttpResponse<BodyChunks>> start(HttpRequest request) {
    return client.sendAsync(request, head -> new BodyChunks());
  }

  /** A stream that is gone on with, from an event on. */
  HttpRequest resume(Map<String, String> headers, String lastId) throws UpstreamException {
    return with(headers)
        .header("Accept", "text/event-stream")
        .header("Last-Event-ID", lastId)
        .GET()
        .build();
  }

  @Override
  public void tell(Outbound message) {
    try {
      client.sendAsync(post(message), BodyHandlers.discarding());
    } catch (UpstreamException _) {
      // its headers are those of a request that was sent before
    }
  }

  @Override
  public void deliver(Outbound message, long waitNs)
      throws UpstreamException, InterruptedException {
    try {
      client.sendAsync(post(message), BodyHandlers.discarding()).get(waitNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new UpstreamException(Kind.SILENT, "does not take a notification");
    } catch (ExecutionException e) {
      throw HttpFailure.of(e);
    }
  }

  @Override
  public Optional<Exchange> listen(Map<String, String> headers) throws UpstreamException {
    HttpRequest get = with(headers).header("Accept", "text/event-stream").GET().build();
    return Optional.of(new HttpExchange(this, get, headers, maxBytes));
  }

  /** Ends a session. Never waits. */
  public void delete(Map<String, String> headers) {
    try {
      client.sendAsync(with(headers).DELETE().build(), BodyHandlers.discarding());
    } catch (UpstreamException _) {
      // its headers are those of a request that was sent before
    }
  }

  @Override
  public boolean closingCancels() {
    return true;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
