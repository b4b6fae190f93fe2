package io.machinenative.axiom.engine.plugin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.engine.base.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A pair of Ed25519 keys, in PEM: what {@code openssl genpkey -algorithm ed25519} makes too. Any
 * thread.
 */
public final class SigningKey {
  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int LINE_CHARS = 64;
  private static final int KEY_ID_CHARS = 16;

  private final PrivateKey key;
  private final PublicKey shown;

  private SigningKey(PrivateKey key, PublicKey shown) {
    this.key = key;
    this.shown = shown;
  }

  /** A new pair. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has " + ALGORITHM, e);
    }
  }

  /**
   * Reads a pair: the private key of a file, and the public one beside it, in {@code NAME.pub} for
   * {@code NAME.key}.
   *
   * @throws PluginException when one is not there, or is none
   */
  public static SigningKey read(Path file) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(decode(file, PRIVATE)));
      return new SigningKey(key, readPublic(publicBeside(file)));
    } catch (GeneralSecurityException e) {
      throw new PluginException(file + ": expected a private Ed25519 key in PEM: " + e, e);
    }
  }

  /** Where the public key of a private one lies. */
  public static Path publicBeside(Path file) {
    String name = file.getFileName().toString();
    String stem = name.endsWith(".key") ? name.substring(0, name.length() - 4) : name;
    return file.resolveSibling(stem + ".pub");
  }

  /**
   * @throws PluginException when the file holds no public Ed25519 key
   */
  static PublicKey readPublic(Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(decode(file, PUBLIC)));
    } catch (GeneralSecurityException e) {
      throw new PluginException(file + ": expected a public Ed25519 key in PEM: " + e, e);
    }
  }

  /** Names a public key. */
  static String idOf(PublicKey key) {
    byte[] digest = Sha256.begin().digest(key.getEncoded());
    return HexFormat.of().formatHex(digest).substring(0, KEY_ID_CHARS);
  }

  /** Names its public key. */
  public String id() {
    return idOf(shown);
  }

  /** Vouches for a jar. */
  public PluginSignature sign(String sha256) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(PluginSignature.message(sha256));
      return new PluginSignature(id(), sha256, signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("an Ed25519 key signs", e);
    }
  }

  /** Whether a public key made a signature. */
  static boolean verifies(PublicKey key, PluginSignature made) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(PluginSignature.message(made.sha256()));
      return signature.verify(made.bytes());
    } catch (GeneralSecurityException e) {
      return false; // bytes that are no signature at all
    }
  }

  /** The private half; for its owner's eyes alone. */
  public String privatePem() {
    return pem(PRIVATE, key.getEncoded());
  }

  public String publicPem() {
    return pem(PUBLIC, shown.getEncoded());
  }

  private static String pem(String title, byte[] bytes) {
    String text = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + title + "-----\n" + text + "\n-----END " + title + "-----\n";
  }

  private static byte[] decode(Path file, String title) {
    try {
      String text = Files.readString(file, US_ASCII).strip();
      String begin = "-----BEGIN " + title + "-----";
      String end = "-----END " + title + "-----";
      if (!text.startsWith(begin) || !text.endsWith(end)) {
        throw new PluginException(file + ": expected " + begin);
      }
      return Base64.getMimeDecoder()
          .decode(text.substring(begin.length(), text.length() - end.length()));
    } catch (IOException | IllegalArgumentException e) {
      throw new PluginException(file + ": the key cannot be read: " + e, e);
    }
  }
}
