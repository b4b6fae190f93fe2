package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.CallOptions;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client whose waits end, however it is mounted. Owned by the thread of the test. */
final class Caller implements AutoCloseable {
  /** Bounds every call that names no deadline of its own. */
  static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(50);

  private final AxiomClient client;
  private final Mount mount;

  Caller(AxiomClient client, Mount mount) {
    this.client = client;
    this.mount = mount;
  }

  AxiomClient client() {
    return client;
  }

  static CallOptions patiently() {
    return new CallOptions().deadlineNs(DEADLINE_NS);
  }

  /** Waits for a future of this client; a client without a thread is stepped meanwhile. */
  <T> T await(CompletableFuture<T> future) {
    if (mount == Mount.INVOKER) {
      Await.until(() -> "an end of " + future, future::isDone, this::step);
    }
    return Await.get(future);
  }

  /** One duty cycle of a client without a thread. */
  void step() {
    if (mount != Mount.INVOKER || client.poll() == 0) {
      Thread.yield();
    }
  }

  CompletableFuture<Reply> begin(String tool, String json, CallOptions options) {
    return client.callAsync(tool, ContentType.JSON, json.getBytes(StandardCharsets.UTF_8), options);
  }

  /** Calls asynchronously and waits. */
  byte[] echo(byte[] payload) {
    return await(client.callAsync("core.echo", ContentType.BINARY, payload, patiently())).bytes();
  }

  /** The status with which a call fails. */
  Status failure(CompletableFuture<?> future) {
    return assertThrows(CallException.class, () -> await(future)).status();
  }

  @Override
  public void close() {
    client.close();
  }
}
