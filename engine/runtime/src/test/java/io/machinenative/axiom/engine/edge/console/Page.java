package io.machinenative.axiom.engine.edge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.machinenative.axiom.engine.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tab, as somebody with a keyboard and good eyes uses it. One thread at a time. */
final class Page implements AutoCloseable {
  private static final Map<String, Integer> KEY_CODES =
      Map.of("Enter", 13, "Tab", 9, "Escape", 27, "ArrowDown", 40, "ArrowUp", 38, " ", 32);

  private final Chromium browser;
  private final String session;
  private final String target;

  /** What went wrong in it: exceptions, errors of the console, violations of its policy. */
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  Page(Chromium browser, String session, String target) {
    this.browser = browser;
    this.session = session;
    this.target = target;
  }

  void enable() {
    send("Page.enable", Map.of());
    send("Runtime.enable", Map.of());
    send("Log.enable", Map.of());
  }

  void onEvent(String method, Map<?, ?> event) {
    switch (method) {
      case "Runtime.exceptionThrown" -> complaints.add(event.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(event.get("type"))) {
          complaints.add(event.toString());
        }
      }
      case "Log.entryAdded" -> {
        Map<?, ?> entry = (Map<?, ?>) event.get("entry");
        boolean refusedCall =
            ("" + entry.get("url")).endsWith(":invoke") // the page shows these
                || ("" + entry.get("text")).contains("status of 401"); // and asks for a token
        if (List.of("error", "warning").contains(entry.get("level")) && !refusedCall) {
          complaints.add(entry.toString());
        }
      }
      default -> {} // everything else that happens in a tab
    }
  }

  private Map<?, ?> send(String method, Map<String, ?> parameters) {
    return browser.send(session, method, parameters);
  }

  /**
   * Goes to an address, at a window of a size, with the system's colours light or dark.
   *
   * @param scheme {@code light} or {@code dark}
   */
  Page go(String url, int width, int height, String scheme) {
    size(width, height);
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    send("Page.navigate", Map.of("url", url));
    until("the page is there", "location.href !== 'about:blank'");
    return this;
  }

  void size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The value of an expression. */
  Object value(String expression) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("expression", expression);
    parameters.put("returnByValue", true);
    parameters.put("awaitPromise", true);
    parameters.put("userGesture", true);
    Map<?, ?> answer = send("Runtime.evaluate", parameters);
    if (answer.get("exceptionDetails") != null) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** The text of an element as it is shown. */
  String text(String selector) {
    return (String) value("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''");
  }

  /** Looks until an expression is true. */
  void until(String what, String expression) {
    Await.until(
        () -> what + "; the page says:\n" + value("document.body.innerText") + complaints,
        () -> Boolean.TRUE.equals(value("Boolean(" + expression + ")")),
        () -> value("new Promise((done) => setTimeout(done, 20))"));
  }

  /** Looks until an element shows a text. */
  void untilText(String selector, String part) {
    until(
        selector + " shows " + part,
        "document.querySelector("
            + quoted(selector)
            + ")?.innerText.includes("
            + quoted(part)
            + ")");
  }

  /** Presses keys: names as {@code Enter}, else the character. */
  Page press(String... keys) {
    for (String key : keys) {
      Map<String, Object> down = new LinkedHashMap<>();
      down.put("type", "keyDown");
      down.put("key", key);
      down.put("windowsVirtualKeyCode", KEY_CODES.getOrDefault(key, (int) key.charAt(0)));
      if (key.length() == 1) {
        down.put("text", key);
      } else if (key.equals("Enter")) {
        down.put("text", "\r");
      }
      send("Input.dispatchKeyEvent", down);
      send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }
    return this;
  }

  /** Types into what has the focus. */
  Page type(String text) {
    send("Input.insertText", Map.of("text", text));
    return this;
  }

  /** Replaces the value of the field with that label. */
  Page fill(String label, String text) {
    value(
        "{ const label = [...document.querySelectorAll('label')].find((one) => one.innerText"
            + ".replace(' *', '').trim() === "
            + quoted(label)
            + "); const field = document.getElementById(label.htmlFor); field.focus();"
            + " field.select?.(); }");
    return text.isEmpty() ? press("Delete") : type(text);
  }

  void click(String selector) {
    value("document.querySelector(" + quoted(selector) + ").click()");
  }

  /** Chooses files, as the dialog of the system would. */
  void choose(String selector, Path file) {
    Map<?, ?> document = send("DOM.getDocument", Map.of());
    Object root = ((Map<?, ?>) document.get("root")).get("nodeId");
    Map<?, ?> found = send("DOM.querySelector", Map.of("nodeId", root, "selector", selector));
    send(
        "DOM.setFileInputFiles",
        Map.of("nodeId", found.get("nodeId"), "files", List.of(file.toString())));
  }

  /** Draws the tab into a PNG. */
  void screenshot(Path file) {
    Map<?, ?> answer = send("Page.captureScreenshot", Map.of("format", "png"));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing went wrong so far. */
  void assertNoComplaints() {
    assertEquals(List.of(), complaints);
  }

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }

  @Override
  public void close() {
    browser.send("", "Target.closeTarget", Map.of("targetId", target));
  }
}
