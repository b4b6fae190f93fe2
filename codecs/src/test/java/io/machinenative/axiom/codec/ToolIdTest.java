package io.machinenative.axiom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool ids are FNV-1a: the published vectors, and a twin in arbitrary precision. */
final class ToolIdTest {
  @ParameterizedTest
  @CsvSource({
    "'', 811C9DC5",
    "a, E40C292C",
    "b, E70C2DE5",
    "fo, 6222E842",
    "foo, A9F37ED7",
    "foobar, BF9CF968",
  })
  void hasThePublishedVectors(String name, String hex) {
    assertEquals(Integer.parseUnsignedInt(hex, 16), ToolId.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"core.echo", "core.json-query", "Ωmega", "名前", "\uD83D\uDE00"})
  void agreesWithTheDefinition(String name) {
    BigInteger hash = BigInteger.valueOf(0x811C9DC5L);
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      hash =
          hash.xor(BigInteger.valueOf(octet & 0xFF))
              .multiply(BigInteger.valueOf(0x01000193L))
              .mod(BigInteger.ONE.shiftLeft(32));
    }
    assertEquals(hash.longValueExact(), Integer.toUnsignedLong(ToolId.of(name)));
  }

  @Test
  void travelsAsAnUnsignedNumber() {
    assertEquals(0xB1E0A0F1L, Integer.toUnsignedLong(ToolId.of("core.echo")));
  }
}
