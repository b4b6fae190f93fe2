/**
 * The peer: what people would use instead. Unary calls of gRPC-java over its own shaded Netty,
 * bytes in and bytes out, so that no other codec is measured with it.
 */
package io.machinenative.axiom.benchmarks.grpc;
