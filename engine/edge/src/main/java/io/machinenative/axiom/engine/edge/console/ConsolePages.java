package io.machinenative.axiom.engine.edge.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.base.Sha256;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of the console. The page is at {@link #PATH} and asked for anew each time; what it
 * consists of lies below a folder that is named by the digest of all files, and is kept by browsers
 * for as long as they like.
 *
 * <p>The page may load scripts and styles from this server alone, none written into the page, and
 * cannot be framed. Its files hold no data, so that they need no credentials.
 *
 * <p>Read once, when it is made; immutable. Allocates for a request.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 */
public final class ConsolePages implements HttpHandler {
  /** Of the page; its files are below. */
  public static final String PATH = "/console";

  private static final String INDEX = "index.html";

  private static final List<String> FILES =
      List.of(
          INDEX,
          "icon.svg",
          "console.css",
          "main.js",
          "api.js",
          "dom.js",
          "figures.js",
          "format.js",
          "form.js",
          "live.js",
          "plot.js",
          "table.js",
          "views/log.js",
          "views/overview.js",
          "views/pipelines.js",
          "views/plugins.js",
          "views/registry.js",
          "views/sessions.js",
          "views/tools.js");

  private static final byte[] SAFE =
      lines(
          "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer",
          "Cross-Origin-Resource-Policy: same-origin");

  private static final byte[] PAGE =
      lines(
          "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
              + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Frame-Options: DENY",
          "Cross-Origin-Opener-Policy: same-origin",
          "Cache-Control: no-cache");

  private static final byte[] KEPT = lines("Cache-Control: public, max-age=31536000, immutable");

  private record Asset(byte[] contentType, byte[] content) {}

  private final HttpHandler others;
  private final Map<String, Asset> assets = new LinkedHashMap<>();
  private final Asset page;
  private final String etag;

  /**
   * @param others answers what is not of the console
   */
  public ConsolePages(HttpHandler others) {
    this.others = others;
    Map<String, byte[]> contents = new LinkedHashMap<>();
    MessageDigest all = Sha256.begin();
    for (String file : FILES) {
      byte[] content = read(file);
      contents.put(file, content);
      all.update(content);
    }
    String digest = HexFormat.of().formatHex(all.digest(), 0, 8);
    etag = '"' + digest + '"';
    String folder = PATH + "/" + digest;
    contents.forEach(
        (file, content) -> assets.put(folder + "/" + file, new Asset(contentType(file), content)));
    assets.remove(folder + "/" + INDEX);
    // relative, so that the console may stand behind a path of a proxy
    String html = new String(contents.get(INDEX), UTF_8).replace("${assets}", folder.substring(1));
    page = new Asset(contentType(INDEX), html.getBytes(UTF_8));
  }

  private static boolean serves(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    String path = exchange.path();
    if (!serves(path)) {
      others.onRequest(exchange);
      return;
    }
    Asset asset = assets.get(path);
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      exchange.field(Answers.line("Allow: GET, HEAD"));
      exchange.answer(405);
    } else if (path.equals(PATH)) {
      page(exchange);
    } else if (path.equals(PATH + "/")) {
      exchange.field(Answers.line("Location: ../console"));
      exchange.answer(308);
    } else if (asset == null) {
      exchange.answer(404);
    } else {
      exchange.field(SAFE);
      exchange.field(KEPT);
      exchange.answer(200, asset.contentType(), asset.content(), asset.content().length);
    }
  }

  private void page(HttpExchange exchange) {
    exchange.field(SAFE);
    exchange.field(PAGE);
    exchange.field(Answers.line("ETag: " + etag));
    String known = exchange.header("if-none-match");
    if (known != null && known.contains(etag)) {
      exchange.answer(304);
    } else {
      exchange.answer(200, page.contentType(), page.content(), page.content().length);
    }
  }

  private static byte[] contentType(String file) {
    String type =
        switch (file.substring(file.lastIndexOf('.') + 1)) {
          case "html" -> "text/html; charset=utf-8";
          case "css" -> "text/css; charset=utf-8";
          case "js" -> "text/javascript; charset=utf-8";
          case "svg" -> "image/svg+xml";
          default -> throw new IllegalStateException("a file of an unknown type: " + file);
        };
    return Answers.line("Content-Type: " + type);
  }

  private static byte[] lines(String... fields) {
    return Answers.line(String.join("\r\n", fields));
  }

  private static byte[] read(String file) {
    try (InputStream in = ConsolePages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the console's file " + file + " is not there");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
