package io.machinenative.axiom.engine.store;

import io.machinenative.axiom.engine.registry.DamagedRecordException;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;

/**
 * Copies bytes out of the map into a cell. Chronicle Map keeps its class name in the file, and
 * makes it anew from there. Stateless; any thread.
 */
public final class CellReader implements SizedReader<Cell> {
  @Override
  public Cell read(Bytes<?> in, long size, Cell using) {
    if (size > using.maxLength()) {
      throw new DamagedRecordException(
          "expected at most " + using.maxLength() + " bytes in the view, actual " + size);
    }
    ShortCopy.copy(in.addressForRead(in.readPosition()), using.address(), (int) size);
    using.length((int) size);
    return using;
  }

  @Override
  public void readMarshallable(WireIn wire) {
    // No fields.
  }

  @Override
  public void writeMarshallable(WireOut wire) {
    // No fields.
  }
}
