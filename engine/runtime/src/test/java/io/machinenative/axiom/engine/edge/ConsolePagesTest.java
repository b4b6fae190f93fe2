package io.machinenative.axiom.engine.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.EdgeConfig;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The console's files as a browser gets them, and what pages of other origins may not do. */
class ConsolePagesTest {
  private static final EdgeRig RIG = EdgeRig.usual();
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");

  @AfterAll
  static void stop() {
    RIG.close();
  }

  private static RawHttp.Answer get(String path, String fields) {
    try (RawHttp http = RIG.connect()) {
      return http.get(path, fields).read();
    }
  }

  @Test
  void thePageTrustsThisServerAlone() {
    RawHttp.Answer page = get("/console", "");
    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.fields().get("content-type"));
    assertEquals("nosniff", page.fields().get("x-content-type-options"));
    assertEquals("no-cache", page.fields().get("cache-control"));
    String policy = page.fields().get("content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertEquals(
        304, get("/console", "If-None-Match: " + page.fields().get("etag") + "\r\n").status());
    RawHttp.Answer slash = get("/console/", "");
    assertEquals(308, slash.status());
    assertEquals("../console", slash.fields().get("location"));
  }

  @Test
  void itsFilesAreNamedByTheirDigestAndKept() {
    String page = get("/console", "").body();
    for (String path : ASSET.matcher(page).results().map(MatchResult::group).toList()) {
      String asset = "/" + path.substring(path.indexOf('"') + 1, path.length() - 1);
      RawHttp.Answer file = get(asset, "");
      assertEquals(200, file.status(), asset);
      assertEquals("nosniff", file.fields().get("x-content-type-options"));
      assertTrue(file.fields().get("cache-control").endsWith("immutable"), asset);
    }
    assertEquals(404, get("/console/0123456789abcdef/main.js", "").status());
    assertEquals(404, get("/consoles", "").status());
    try (RawHttp http = RIG.connect()) {
      assertEquals(405, http.post("/console", "", "{}").read().status());
    }
  }

  @Test
  void itIsNotThereWhenTheOperatorDoesNotWantIt() {
    EdgeConfig without = ConfigReader.parse("edge: {console: false}", "test").edge();
    try (EdgeRig rig = new EdgeRig(without);
        RawHttp http = rig.connect()) {
      assertEquals(404, http.get("/console", "").read().status());
    }
  }

  @Test
  void aPageOfAnotherOriginChangesNothing() {
    // test.add is not marked as one that changes nothing
    assertEquals(403, add("Origin: http://localhost:9\r\n"));
    assertEquals(200, add("Origin: https://app.example\r\n"), "the operator names it");
    assertEquals(200, add("Origin: http://localhost\r\n"), "its own: what Host says");
    assertEquals(200, add(""), "no page");
    assertEquals(200, echo("http://localhost:9", "application/json"), "it changes nothing");
    assertEquals(403, echo("http://localhost:9", "text/plain"), "as a form of a page can");
    assertEquals(403, echo("https://app.example", "application/x-www-form-urlencoded"));
  }

  private static int add(String fields) {
    try (RawHttp http = RIG.connect()) {
      return http.post("/v1/tools/test.add:invoke", fields, "{\"left\":1,\"right\":2}")
          .read()
          .status();
    }
  }

  private static int echo(String origin, String contentType) {
    try (RawHttp http = RIG.connect()) {
      return http.send(
              "POST /v1/tools/core.echo:invoke HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                  + origin
                  + "\r\nContent-Type: "
                  + contentType
                  + "\r\nContent-Length: 2\r\n\r\n{}")
          .read()
          .status();
    }
  }
}
