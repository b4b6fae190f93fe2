package io.machinenative.axiom.benchmarks.grpc;

import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Unary gRPC over loopback TCP: direct executors on both sides, one channel. */
public final class GrpcUnary implements RttSubject {
  private static final String SERVICE = "axiom.bench.Echo";
  private static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final long STOP_MS = 5_000;

  static final MethodDescriptor<byte[], byte[]> ECHO =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Call"))
          .setRequestMarshaller(ByteArrayMarshaller.INSTANCE)
          .setResponseMarshaller(ByteArrayMarshaller.INSTANCE)
          .build();

  @Override
  public RttServer openServer() throws IOException {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(
                ECHO,
                ServerCalls.<byte[], byte[]>asyncUnaryCall((request, reply) -> {
                  reply.onNext(request);
                  reply.onCompleted();
                }))
            .build();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .addService(service)
            .build()
            .start();
    return new GrpcServer(server);
  }

  @Override
  public RttClient openClient(String address) {
    InetSocketAddress target =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(target)
            .usePlaintext()
            .directExecutor()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
    return new GrpcClient(channel);
  }

  private record GrpcServer(Server server) implements RttServer {
    @Override
    public String address() {
      return Integer.toString(server.getPort());
    }

    @Override
    public void close() throws InterruptedException {
      server.shutdownNow().awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
    }
  }
}
