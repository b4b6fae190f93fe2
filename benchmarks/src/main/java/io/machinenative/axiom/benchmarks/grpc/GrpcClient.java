package io.machinenative.axiom.benchmarks.grpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.machinenative.axiom.benchmarks.rtt.RoundTrips;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The calling half of {@link GrpcUnary}. The measuring thread opens the window, the channel's event
 * loop keeps it full; both do so under one lock, which nobody contends for once the window is open.
 */
final class GrpcClient implements RttClient {
  private static final long STOP_MS = 5_000;

  private final ManagedChannel channel;
  private final Object windowLock = new Object();
  private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
  private RoundTrips trips;
  private long endNs;
  private CompletableFuture<Void> ended;

  GrpcClient(ManagedChannel channel) {
    this.channel = channel;
  }

  @Override
  public void run(RoundTrips trips, long durationNs) throws Exception {
    CompletableFuture<Void> runEnded = new CompletableFuture<>();
    synchronized (windowLock) {
      this.trips = trips;
      endNs = trips.lastReplyNs() + durationNs;
      ended = runEnded;
      while (trips.hasRoom()) {
        call();
      }
    }
    runEnded.get(durationNs + REPLY_TIMEOUT_NS, TimeUnit.NANOSECONDS);
  }

  private void call() {
    byte[] request = new byte[trips.payloadBytes()];
    long sequence = trips.begin();
    view.wrap(request);
    trips.write(view, 0, sequence);
    ClientCalls.asyncUnaryCall(
        channel.newCall(GrpcUnary.ECHO, CallOptions.DEFAULT), request, new Reply());
  }

  private void onReply(byte[] reply) {
    synchronized (windowLock) {
      view.wrap(reply);
      trips.complete(view, 0, reply.length);
    }
  }

  private void onCallEnded() {
    synchronized (windowLock) {
      if (trips.lastReplyNs() - endNs < 0) {
        call();
      } else if (trips.inFlight() == 0) {
        ended.complete(null);
      }
    }
  }

  private void onFailed(Throwable cause) {
    synchronized (windowLock) {
      ended.completeExceptionally(cause);
    }
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
  }

  /** One call's reply, on the channel's event loop. */
  private final class Reply implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] reply) {
      onReply(reply);
    }

    @Override
    public void onError(Throwable cause) {
      onFailed(cause);
    }

    @Override
    public void onCompleted() {
      onCallEnded();
    }
  }
}
