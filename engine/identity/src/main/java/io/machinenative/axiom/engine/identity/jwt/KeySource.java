package io.machinenative.axiom.engine.identity.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where a key set is: a file, or a URL. By plain HTTP only on loopback: who can change what is read
 * there can make tokens. Immutable; reading waits.
 */
final class KeySource {
  private static final int TIMEOUT_MS = 5_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final Set<String> WEB = Set.of("http", "https");

  private final String text;
  private final URI url;

  /**
   * @throws IllegalArgumentException when it is a URL by which nobody should read keys
   */
  KeySource(String text) {
    this.text = text;
    URI uri = text.contains("://") ? URI.create(text) : null;
    if (uri != null && "http".equals(uri.getScheme()) && !isLoopback(uri.getHost())) {
      throw new IllegalArgumentException("jwks: expected https, or http on loopback, got " + text);
    }
    if (uri != null && !WEB.contains(uri.getScheme()) && !"file".equals(uri.getScheme())) {
      throw new IllegalArgumentException("jwks: expected a file or an https URL, got " + text);
    }
    url = uri;
  }

  private static boolean isLoopback(String host) {
    // by name or literal: a name that has to be looked up is none of these
    return host != null
        && (host.equals("localhost")
            || (host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]") && literal(host).isLoopbackAddress()));
  }

  private static InetAddress literal(String host) {
    return InetAddress.ofLiteral(host.replace("[", "").replace("]", ""));
  }

  /** The key set as it is now; redirects are not followed. */
  String read() throws IOException {
    if (url == null) {
      return Files.readString(Path.of(text));
    }
    if ("file".equals(url.getScheme())) {
      return Files.readString(Path.of(url));
    }
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException(url + " answered " + status);
    }
    try (InputStream body = connection.getInputStream()) {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(url + " has more than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
