package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The exchange on the protocol page is what the codecs write. */
final class ExchangeDumpTest {
  @Test
  void pageShowsTheBytesOfTheCodecs() {
    assertEquals(
        String.join("\n", ExchangeDump.render()), String.join("\n", ProtocolPage.read().dump()));
  }
}
