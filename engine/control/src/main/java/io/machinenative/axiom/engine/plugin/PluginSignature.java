package io.machinenative.axiom.engine.plugin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who vouches for a plugin's jar. Lies beside it, in {@code NAME.jar.sig}:
 *
 * <pre>
 *   axiom-signature-1
 *   key 3f0c9a5be1d24477
 *   sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *   ed25519 BASE64
 * </pre>
 *
 * What is signed, with Ed25519 (RFC 8032), are the bytes of the first and third line, each with a
 * line feed at its end.
 *
 * @param keyId first 16 hexadecimal digits of the SHA-256 of the public key's encoding
 * @param sha256 of the jar, in hexadecimal digits
 * @param bytes of the signature
 */
public record PluginSignature(String keyId, String sha256, byte[] bytes) {
  /** After the name of the jar. */
  public static final String SUFFIX = ".sig";

  private static final String TITLE = "axiom-signature-1\n";
  private static final int MAX_CHARS = 1024;
  private static final Pattern FORM =
      Pattern.compile(
          TITLE + "key ([0-9a-f]{16})\nsha256 ([0-9a-f]{64})\ned25519 ([A-Za-z0-9+/]{86}==)\n?");

  /** What a key signs. */
  static byte[] message(String sha256) {
    return (TITLE + "sha256 " + sha256 + "\n").getBytes(US_ASCII);
  }

  /** Where the signature of a jar lies. */
  public static Path beside(Path jar) {
    return jar.resolveSibling(jar.getFileName() + SUFFIX);
  }

  /**
   * Reads the signature that lies beside a jar.
   *
   * @return empty when there is none
   * @throws PluginException when it is not one
   */
  public static Optional<PluginSignature> readBeside(Path jar) {
    Path file = beside(jar);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Files.readString(file, US_ASCII), file.toString()));
    } catch (IOException e) {
      throw new PluginException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @param source names it in errors
   * @throws PluginException when the text is no signature
   */
  public static PluginSignature parse(String text, String source) {
    Matcher parts = FORM.matcher(text.length() <= MAX_CHARS ? text : "");
    if (!parts.matches()) {
      throw new PluginException(
          source + ": expected a signature that axiom plugin sign has written, four lines");
    }
    return new PluginSignature(
        parts.group(1), parts.group(2), Base64.getDecoder().decode(parts.group(3)));
  }

  /** As it lies beside the jar. */
  public String text() {
    return TITLE
        + "key "
        + keyId
        + "\nsha256 "
        + sha256
        + "\ned25519 "
        + Base64.getEncoder().encodeToString(bytes)
        + "\n";
  }
}
