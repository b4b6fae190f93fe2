package io.machinenative.axiom.engine.transport.aeron;

import io.machinenative.axiom.engine.transport.CarrierContract;
import io.machinenative.axiom.engine.transport.CarrierFixture;

final class AeronIpcCarrierTest extends CarrierContract {
  @Override
  protected CarrierFixture newFixture() {
    return new AeronFixture(AeronRig.IPC);
  }
}
