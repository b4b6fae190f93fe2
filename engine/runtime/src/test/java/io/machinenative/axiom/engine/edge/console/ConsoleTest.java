package io.machinenative.axiom.engine.edge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.machinenative.axiom.engine.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, over a real engine. */
class ConsoleTest {
  private static final Path PICTURES = Path.of("target", "console");

  @TempDir private static Path folder;

  private static CompletableFuture<Chromium> starting;
  private static Chromium browser;
  private static ConsoleRig rig;
  private static ConsoleRig secured;
  private static SamplePages pages;

  private Page page;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "no chromium on the path: apt install chromium");
    starting = CompletableFuture.supplyAsync(() -> Chromium.start(program.get()));
    pages = new SamplePages();
    rig = new ConsoleRig(folder.resolve("server").toAbsolutePath(), false, pages.origin());
    secured = new ConsoleRig(folder.resolve("secured").toAbsolutePath(), true, pages.origin());
    browser = Await.get(starting);
  }

  @AfterAll
  static void stop() {
    CloseHelper.closeAll(secured, rig, pages, starting == null ? null : Await.get(starting));
  }

  @AfterEach
  void nothingWentWrong() {
    page.assertNoComplaints();
    page.close();
  }

  private Page open(String section) {
    page = browser.open().go(rig.console() + "#/" + section, 1600, 1000, "light");
    page.untilText("h1", "");
    return page;
  }

  @Test
  void numbersMoveWithCalls() {
    open("overview");
    page.untilText("#phase", "ready");
    for (int i = 0; i < 200; i++) {
      rig.hash();
    }
    page.untilText("[aria-label='Tools that were called']", "core.hash");
    page.until(
        "the rate is drawn",
        "document.querySelector('.line.series-0').getAttribute('d')?.includes('L')");
    String before = page.text(".tiles");
    Await.until(
        () -> "other numbers than " + before,
        () -> !page.text(".tiles").equals(before),
        () -> rig.hash());
    page.value("document.querySelector('table thead button').click()");
    assertEquals("ascending", page.value("document.querySelector('th').getAttribute('aria-sort')"));
    page.screenshot(PICTURES.resolve("overview-light.png"));
    page.size(360, 740);
    assertFits();
    page.screenshot(PICTURES.resolve("overview-narrow.png"));
  }

  @Test
  void aToolIsTriedByItsForm() {
    open("tools/shop.order");
    page.untilText(".detail h2", "shop.order");
    page.click("button[type=submit]");
    assertEquals(
        "expected a value", page.value("document.querySelector('.wrong:not(:empty)').textContent"));
    assertEquals("customer", page.value("document.activeElement.labels[0].childNodes[0].data"));

    page.fill("customer", "Ada");
    page.value(
        "{ const box = document.querySelector('.form select'); box.value = '1';"
            + " box.dispatchEvent(new Event('change')); }");
    page.value(
        "[...document.querySelectorAll('button')].find((one) => one.innerText === 'Add to"
            + " lines').click()");
    page.fill("article", "tea").fill("pieces", "100");
    page.fill("street", "Main Road 1").fill("code", "1234");
    page.press("Enter");
    String wrong = page.text(".form");
    assertTrue(wrong.contains("expected 99 or less"), wrong);
    assertTrue(wrong.contains("expected text like ^[0-9]{5}$"), wrong);
    page.fill("pieces", "3").fill("code", "12345").press("Enter");
    page.untilText("#result", "200");
    assertTrue(page.text("#result").contains("\"pieces\": 3"), page.text("#result"));
    assertTrue(page.text("#result").contains("\"carriage\": \"RAIL\""), page.text("#result"));
    page.screenshot(PICTURES.resolve("tools-light.png"));

    page.click("#raw");
    page.value(
        "{ const raw = document.querySelector('.raw'); raw.value = raw.value.replace('12345',"
            + " 'none'); }");
    page.click("button[type=submit]");
    page.untilText("#result", "400 INVALID_ARGUMENT");
    page.value("document.querySelector('.raw').value = '{'");
    page.click("button[type=submit]");
    page.untilText("p.wrong", "This is no JSON");
  }

  @Test
  void aPluginIsSwappedDisabledAndRolledBack() {
    open("plugins/sample");
    page.untilText(".detail h2", "1.0.0");
    page.until("a button", "document.querySelector('[data-verb=swap]')");
    page.click("[data-verb=swap]");
    page.choose("#jar", rig.nextJar());
    page.click("dialog button[value=yes]");
    page.untilText(".detail h2", "2.0.0");
    assertEquals(Optional.of("2.0.0"), rig.version());
    page.screenshot(PICTURES.resolve("plugins-light.png"));
    confirm("roll back");
    page.untilText(".detail h2", "1.0.0");
    confirm("disable");
    page.untilText(".detail .badge", "disabled");
    confirm("enable");
    page.untilText(".detail .badge", "serving");
    assertEquals(Optional.of("1.0.0"), rig.version());
    rig.tryNext();
    page.untilText(".facts", "2.0.0: 0 calls");
    assertEquals("promote,abort,log", verbs(), "the trial is ended first");
    confirm("abort");
    page.until("the trial is over", "!document.querySelector('[data-verb=abort]')");
    rig.tryNext();
    page.until("a button to promote", "document.querySelector('[data-verb=promote]')");
    page.value("document.querySelector('[data-verb=promote]').focus()");
    page.press("Enter");
    page.untilText("dialog", "Promote sample 2.0.0?");
    page.press("Enter");
    page.untilText(".detail h2", "2.0.0");
    assertEquals(Optional.of("2.0.0"), rig.version());
  }

  private void confirm(String verb) {
    String button = "[data-verb='" + verb + "']";
    page.until("a button to " + verb, "document.querySelector(" + Page.quoted(button) + ")");
    page.click(button);
    page.click("dialog button[value=yes]");
  }

  @Test
  void everythingIsReachedByKeyboard() {
    open("overview");
    page.untilText("#phase", "ready");
    page.press("2"); // the section is drawn by a later event of the page
    page.untilText("[aria-label=Tools]", "core.hash");
    page.press("/").type("hash");
    page.untilText(".count", "1 of ");
    page.press("ArrowDown");
    assertEquals("core.hash", page.value("document.activeElement.firstChild.innerText"));
    assertTrue(page.text(".count").startsWith("1 of "), page.text(".count"));
    assertNotEquals("none", page.value("getComputedStyle(document.activeElement).outlineStyle"));
    page.press("Enter");
    page.untilText(".detail h2", "core.hash");
    page.press("?");
    page.untilText("dialog", "Keyboard shortcuts");
    page.press("Escape");
    page.until("the dialog is closed", "!document.querySelector('dialog')");

    Object light = page.value("getComputedStyle(document.body).backgroundColor");
    page.press("t", "t");
    assertEquals("dark", page.value("document.documentElement.dataset.theme"));
    assertNotEquals(light, page.value("getComputedStyle(document.body).backgroundColor"));
    page.press("1");
    page.untilText("h1", "Overview");
    page.press("p");
    assertEquals("true", page.value("document.getElementById('pause').ariaPressed"));
    page.press("p", "t");
    assertEquals("system", page.value("document.documentElement.dataset.theme"));
  }

  @Test
  void theLogIsFollowed() {
    open("log");
    page.untilText(".log", "ready at");
    rig.engine().plugins().install(new GoodDayPlugin()).join();
    page.untilText(".log", "good-day");
    page.untilText(".log", "it is a good day");
    page.press("/").type("good day");
    page.until("only these lines", "document.querySelectorAll('.log li').length === 1");
    page.screenshot(PICTURES.resolve("log-light.png"));
  }

  @Test
  void pipelinesRegistryAndSessionsAreShown() {
    open("pipelines");
    page.untilText("[aria-label=Pipelines]", "archive");
    page.press("5");
    page.untilText("[aria-label=Records]", "core.hash");
    page.press("/").type("order");
    page.untilText("#registry .buttons", "1 to 1");
    page.press("ArrowDown", "Enter");
    page.untilText(".detail", "\"registeredAtMs\"");
    page.press("6");
    page.untilText("[aria-label=Sessions]", "load");
    page.size(360, 740);
    assertFits();
  }

  @Test
  void whoMayOnlyLookSignsInAndSeesNoButton() {
    secured.tryNext();
    page = browser.open().go(secured.console() + "#/plugins/sample", 1600, 1000, "dark");
    page.untilText("dialog", "Sign in");
    page.press("Escape");
    page.until("a way back", "!document.getElementById('signin').hidden");
    page.click("#signin");
    page.untilText("dialog", "without a token");
    assertEquals("token", page.value("document.activeElement.id"));
    page.type("guessed").press("Enter");
    page.untilText("dialog .wrong", "not good");
    page.screenshot(PICTURES.resolve("sign-in-dark.png"));
    page.type(ConsoleRig.READER).press("Enter");
    page.untilText(".detail h2", "1.0.0");
    page.untilText(".facts", "On trial");
    assertEquals("log", verbs());
    assertEquals(
        0,
        page.value(
            "document.querySelectorAll('main > section > div > div:first-child button:not(th"
                + " button)').length"));
    assertEquals(404, page.value(change("disable")), "the server has the last word");
    assertEquals(404, page.value(change("promote")));
    page.press("2");
    page.untilText("[aria-label=Tools]", "core.hash");
    assertFalse(page.text("[aria-label=Tools]").contains("shop.order"), "it changes something");
    page.press("6");
    page.untilText("[aria-label=Sessions]", "other owner-token");
    page.press("1");
    page.until(
        "numbers", "document.querySelector('.line.series-0')?.getAttribute('d')?.includes('L')");
    page.screenshot(PICTURES.resolve("overview-dark.png"));
    page.press("?");
    page.value(
        "[...document.querySelectorAll('dialog button')].find((one) => one.innerText === 'Sign"
            + " out').click()");
    page.untilText("dialog", "without a token");
    page.type(ConsoleRig.OWNER).press("Enter");
    page.value("location.hash = '#/plugins/sample'");
    page.until("a button to abort", "document.querySelector('[data-verb=abort]')");
  }

  private String verbs() {
    return (String)
        page.value(
            "[...document.querySelectorAll('[data-verb]')].map((b) => b.dataset.verb).join()");
  }

  /** Calls what the page has no button for, as its token may. */
  private static String change(String verb) {
    return "fetch('/v1/tools/plugins."
        + verb
        + ":invoke', {method: 'POST', headers: {'Content-Type':"
        + " 'application/json', Authorization: 'Bearer "
        + ConsoleRig.READER
        + "'}, body: '{\"id\":\"sample\"}'}).then((answer) => answer.status)";
  }

  @Test
  void aPageElsewhereCallsByFetchAndWebSocket() {
    page = browser.open().go(pages.origin() + "/index.html", 800, 600, "light");
    page.until("the form and its script", "document.readyState === 'complete'");
    page.value(
        "{ const form = document.querySelector('form'); form.server.value = "
            + Page.quoted(secured.http())
            + "; form.token.value = "
            + Page.quoted(ConsoleRig.READER)
            + "; form.requestSubmit(); }");
    String hash = "{\"algorithm\":\"SHA-256\",\"hex\":\"2cf24dba5fb0a30e26e83b2ac5b9e29e";
    page.until("fetch", "document.getElementById('fetch').value.startsWith('" + hash + "')");
    page.until("socket", "document.getElementById('socket').value.startsWith('" + hash + "')");
    page.value(
        "{ const f = document.querySelector('form'); f.args.value = '{}'; f.requestSubmit(); }");
    page.until("fetch", "document.getElementById('fetch').value.startsWith('INVALID_ARGUMENT')");
    page.until("socket", "document.getElementById('socket').value.startsWith('INVALID_ARGUMENT')");
  }

  /** Nothing is wider than the window. */
  private void assertFits() {
    assertEquals(page.value("innerWidth"), page.value("document.documentElement.scrollWidth"));
  }
}
