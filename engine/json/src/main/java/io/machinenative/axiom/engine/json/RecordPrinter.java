package io.machinenative.axiom.engine.json;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The writing half of a {@link RecordBinding}. Immutable, any thread. */
final class RecordPrinter<T extends Record> {
  private final FlatRecordWriter<T> plainWriter;
  private final ObjectWriter writer;
  private final ObjectWriter writerWithoutBytes;

  /**
   * @param mapper that may remember the record
   */
  RecordPrinter(Class<T> type, JsonMapper mapper) {
    plainWriter = FlatRecordWriter.of(type).orElse(null);
    writer = mapper.writerFor(type);
    writerWithoutBytes = writer.withAttribute(BytesJson.RAW_TAIL, Boolean.TRUE);
  }

  /** Appends the record as JSON, its bytes in base64. */
  void write(T record, PayloadBuffer into) {
    if (plainWriter == null || !plainWriter.write(record, into)) {
      writer.writeValue(into, record);
    }
  }

  /** Appends the record as JSON, its bytes left out. */
  void writeWithoutBytes(T record, PayloadBuffer into) {
    writerWithoutBytes.writeValue(into, record);
  }
}
