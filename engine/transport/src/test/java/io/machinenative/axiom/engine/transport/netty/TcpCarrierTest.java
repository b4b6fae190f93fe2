package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.engine.transport.CarrierContract;
import io.machinenative.axiom.engine.transport.CarrierFixture;

final class TcpCarrierTest extends CarrierContract {
  @Override
  protected CarrierFixture newFixture() {
    return new TcpFixture(TcpOptions.DEFAULT);
  }
}
