package io.machinenative.axiom.codec;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One kind of message: how to write it with random values, field by field in the order of the
 * schema, and how to read all of its fields back in the same order.
 *
 * @param name of the message in the schema
 */
record MessageSample(String name, int templateId, Writer writer, Reader reader) {
  /** Writes header and message, drawing each field's value. */
  @FunctionalInterface
  interface Writer {
    /**
     * @return length of the message, header included
     */
    int write(Values values, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header);
  }

  /** Reads all fields of a message with its header. */
  @FunctionalInterface
  interface Reader {
    List<Object> read(DirectBuffer buffer, int offset, MessageHeaderDecoder header);
  }

  /** All messages of the schema. */
  static List<MessageSample> all() {
    List<MessageSample> all = new ArrayList<>();
    all.addAll(SessionSamples.all());
    all.addAll(CallSamples.all());
    all.addAll(CatalogueSamples.all());
    all.addAll(RegistrySamples.all());
    return all;
  }

  int write(Values values, MutableDirectBuffer buffer, int offset) {
    return writer.write(values, buffer, offset, new MessageHeaderEncoder());
  }

  List<Object> read(DirectBuffer buffer, int offset) {
    return reader.read(buffer, offset, new MessageHeaderDecoder());
  }

  /** Length of a message that ends where its encoder stands. */
  static int withHeader(int encodedLength) {
    return MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
  }

  /** Reads opaque bytes into hex. */
  static String hex(int length, ByteReader reader) {
    byte[] bytes = new byte[length];
    reader.read(bytes, 0, length);
    return HexFormat.of().formatHex(bytes);
  }

  /** The accessor of var data that copies to an array. */
  @FunctionalInterface
  interface ByteReader {
    int read(byte[] into, int offset, int length);
  }

  @Override
  public String toString() {
    return name;
  }
}
