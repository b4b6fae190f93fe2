package io.machinenative.axiom.benchmarks.grpc;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Bytes as they are. */
enum ByteArrayMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  INSTANCE;

  @Override
  public InputStream stream(byte[] value) {
    return new ByteArrayInputStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      // gRPC's streams know what is left; readAllBytes would allocate 16 KiB to find out.
      return stream.readNBytes(stream.available());
    } catch (IOException e) {
      throw new UncheckedIOException("reading a gRPC message", e);
    }
  }
}
