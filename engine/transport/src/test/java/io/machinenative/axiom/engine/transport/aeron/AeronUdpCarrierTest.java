package io.machinenative.axiom.engine.transport.aeron;

import io.machinenative.axiom.engine.transport.CarrierContract;
import io.machinenative.axiom.engine.transport.CarrierFixture;

final class AeronUdpCarrierTest extends CarrierContract {
  @Override
  protected CarrierFixture newFixture() {
    return new AeronFixture(AeronRig.UDP);
  }
}
