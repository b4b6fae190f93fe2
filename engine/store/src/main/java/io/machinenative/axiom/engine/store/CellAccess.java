package io.machinenative.axiom.engine.store;

import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.hash.AbstractData;
import net.openhft.chronicle.hash.Data;
import net.openhft.chronicle.hash.serialization.DataAccess;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;

/**
 * Shows a cell's bytes to the map where they lie. Chronicle Map keeps its class name in the file,
 * makes it anew from there, and one copy for each thread. One thread; allocates nothing.
 */
public final class CellAccess extends AbstractData<Cell> implements DataAccess<Cell> {
  private transient PointerBytesStore bytes = new PointerBytesStore();
  private transient Cell cell;

  @Override
  public RandomDataInput bytes() {
    return bytes;
  }

  @Override
  public long offset() {
    return bytes.start();
  }

  @Override
  public long size() {
    return cell.length();
  }

  @Override
  public Cell get() {
    return cell;
  }

  @Override
  public Cell getUsing(Cell using) {
    using.set(cell.buffer(), 0, cell.length());
    return using;
  }

  @Override
  public Data<Cell> getData(Cell instance) {
    cell = instance;
    bytes.set(instance.address(), instance.length());
    return this;
  }

  @Override
  public void uninit() {
    cell = null;
  }

  @Override
  public DataAccess<Cell> copy() {
    return new CellAccess();
  }

  @Override
  public void readMarshallable(WireIn wire) {
    bytes = new PointerBytesStore();
  }

  @Override
  public void writeMarshallable(WireOut wire) {
    // No fields.
  }
}
