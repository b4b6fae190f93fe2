package io.machinenative.axiom.samples.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Icon;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A picture and a sound, as small as they can be. */
final class Media {
  /** One red pixel. */
  static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
                  + "rkJggg==");

  private static final int SAMPLES_PER_S = 8000;
  private static final int HEADER_BYTES = 44;

  private Media() {}

  /** The pixel, for who shows what there is. */
  static Icon icon() {
    String src = "data:image/png;base64," + Base64.getEncoder().encodeToString(PNG);
    return new Icon(src, "image/png", List.of("1x1"), Optional.of(Icon.Theme.DARK));
  }

  static Content picture() {
    return new Content.Image(PNG, "image/png");
  }

  /** A millisecond of silence: 8 samples of 8 bits, of which 128 is the middle. */
  static byte[] wav() {
    int samples = SAMPLES_PER_S / 1000;
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII)).putInt(HEADER_BYTES - 8 + samples);
    wav.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
    wav.putInt(SAMPLES_PER_S).putInt(SAMPLES_PER_S).putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(US_ASCII)).putInt(samples);
    for (int i = 0; i < samples; i++) {
      wav.put((byte) 128);
    }
    return wav.array();
  }
}
