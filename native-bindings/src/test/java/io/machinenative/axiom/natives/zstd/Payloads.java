package io.machinenative.axiom.natives.zstd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/** Payloads from a seed: text, JSON, few different bytes, zeros, noise. */
final class Payloads {
  private static final String[] WORDS = {
    "axiom", "tool", "invoke", "deadline", "result", "error", "carrier", "session", "lane", "the"
  };

  private Payloads() {}

  /** One of the five sorts. */
  static byte[] any(SplittableRandom random, int bytes) {
    return switch (random.nextInt(5)) {
      case 0 -> text(random, bytes);
      case 1 -> json(random, bytes);
      case 2 -> fewSymbols(random, bytes);
      case 3 -> new byte[bytes];
      default -> noise(random, bytes);
    };
  }

  static byte[] noise(SplittableRandom random, int bytes) {
    byte[] payload = new byte[bytes];
    random.nextBytes(payload);
    return payload;
  }

  static byte[] text(SplittableRandom random, int bytes) {
    StringBuilder text = new StringBuilder(bytes + 16);
    while (text.length() < bytes) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    }
    text.setLength(bytes);
    return text.toString().getBytes(US_ASCII);
  }

  /** Lines of a log, cut at the length. */
  static byte[] json(SplittableRandom random, int bytes) {
    StringBuilder text = new StringBuilder(bytes + 256);
    while (text.length() < bytes) {
      text.append("{\"at\":").append(1_700_000_000_000L + random.nextInt(1 << 30));
      text.append(",\"level\":\"").append(random.nextInt(9) == 0 ? "warn" : "info");
      text.append("\",\"tool\":\"core.").append(WORDS[random.nextInt(WORDS.length)]);
      text.append("\",\"session\":").append(random.nextInt(1 << 20));
      text.append(",\"took_ns\":").append(random.nextInt(1 << 24));
      text.append(",\"outcome\":\"").append(WORDS[random.nextInt(WORDS.length)]).append("\"}\n");
    }
    text.setLength(bytes);
    return text.toString().getBytes(US_ASCII);
  }

  private static byte[] fewSymbols(SplittableRandom random, int bytes) {
    byte[] payload = new byte[bytes];
    int symbols = 2 + random.nextInt(6);
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) random.nextInt(symbols);
    }
    return payload;
  }
}
