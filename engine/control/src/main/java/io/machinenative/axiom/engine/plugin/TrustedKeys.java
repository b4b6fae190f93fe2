package io.machinenative.axiom.engine.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whose plugins may be loaded: the public keys in a folder, {@code NAME.pub} each. Read anew each
 * time it is asked, so that a key which is taken away counts no more. Any thread.
 */
public final class TrustedKeys {
  /** Anybody's. */
  public static final TrustedKeys ANYBODY = new TrustedKeys(null);

  private static final String SUFFIX = ".pub";

  /** Null for anybody. */
  private final Path folder;

  private TrustedKeys(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws PluginException when it is no folder, or a key in it is none
   */
  public static TrustedKeys in(Path folder) {
    TrustedKeys keys = new TrustedKeys(folder);
    keys.read();
    return keys;
  }

  /**
   * Finds out who signed a file.
   *
   * @param origin beside which the signature lies
   * @param sha256 of what is to be loaded
   * @return the signer's name; empty when there is no signature and none is asked for
   * @throws PluginException when it is not signed by one of these keys
   */
  public Optional<String> signerOf(Path origin, String sha256) {
    Optional<PluginSignature> signature = PluginSignature.readBeside(origin);
    if (signature.isEmpty() && folder == null) {
      return Optional.empty();
    }
    PluginSignature made =
        signature.orElseThrow(() ->
            new PluginException(
                origin
                    + ": expected a signature in "
                    + PluginSignature.beside(origin).getFileName()
                    + " by one of the keys in "
                    + folder
                    + ", there is none"));
    return Optional.of(signerOf(origin.toString(), sha256, made));
  }

  /**
   * As {@link #signerOf(Path, String)}, for a signature that was given.
   *
   * @param source names the file in errors
   */
  public String signerOf(String source, String sha256, PluginSignature made) {
    if (!made.sha256().equals(sha256)) {
      throw new PluginException(
          source
              + ": its signature is of another file: expected SHA-256 "
              + made.sha256()
              + ", actual "
              + sha256);
    }
    if (folder == null) {
      return made.keyId(); // whose it is nobody asks
    }
    for (Map.Entry<String, PublicKey> trusted : read().entrySet()) {
      if (SigningKey.idOf(trusted.getValue()).equals(made.keyId())) {
        if (!SigningKey.verifies(trusted.getValue(), made)) {
          throw new PluginException(
              source + ": its signature is not the one that key " + made.keyId() + " makes");
        }
        return trusted.getKey();
      }
    }
    throw new PluginException(
        source
            + ": signed by key "
            + made.keyId()
            + ", which is not one of those in "
            + folder
            + ": "
            + read().keySet());
  }

  private Map<String, PublicKey> read() {
    Map<String, PublicKey> keys = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        keys.put(name.substring(0, name.length() - SUFFIX.length()), SigningKey.readPublic(file));
      }
    } catch (IOException e) {
      throw new PluginException("the folder of trusted keys cannot be read: " + e, e);
    }
    return keys;
  }

  @Override
  public String toString() {
    return folder == null ? "anybody" : folder.toString();
  }
}
