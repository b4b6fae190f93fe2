package io.machinenative.axiom.engine.edge.console;

import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.base.TreeRemoval;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A headless Chromium of this machine, steered by its DevTools protocol. Thread-safe.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a>
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Map<?, ?>>> asked = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, Map<?, ?>>> pages = new ConcurrentHashMap<>();

  private Chromium(Process process, Path folder, URI address) {
    this.process = process;
    this.folder = folder;
    socket = Await.get(http.newWebSocketBuilder().buildAsync(address, new Messages()));
  }

  /** The program, where there is one on the path. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it, with a profile of its own that goes with it. */
  static Chromium start(Path program) {
    try {
      Path folder = Files.createTempDirectory("axiom-chromium-");
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--headless=new",
                  "--no-sandbox", // it refuses root otherwise, and opens pages of ours alone
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--disable-extensions",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--no-first-run",
                  "--no-default-browser-check",
                  "--hide-scrollbars",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + folder,
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
      try {
        return new Chromium(process, folder, address(process, folder));
      } catch (IOException | RuntimeException | Error e) {
        end(process, folder);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its locks are links to nowhere; its last processes still write when it has ended. */
  private static void end(Process process, Path folder) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
    Await.until("the end of " + folder, () -> isRemoved(folder));
  }

  private static boolean isRemoved(Path folder) {
    try {
      TreeRemoval.remove(folder);
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return false; // it was written to, or tidied up, meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It writes port and path of its socket into a file of its profile. */
  private static URI address(Process process, Path folder) throws IOException {
    Path file = folder.resolve("DevToolsActivePort");
    Await.until(
        "chromium listens",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("chromium ended: " + text(folder.resolve("output.txt")));
          }
          return Files.exists(file) && text(file).lines().count() >= 2;
        });
    List<String> lines = Files.readAllLines(file);
    return URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.get(1));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new tab. */
  Page open() {
    Map<?, ?> target = send("", "Target.createTarget", Map.of("url", "about:blank"));
    Map<?, ?> attached =
        send(
            "",
            "Target.attachToTarget",
            Map.of("targetId", target.get("targetId"), "flatten", true));
    String session = (String) attached.get("sessionId");
    Page page = new Page(this, session, (String) target.get("targetId"));
    pages.put(session, page::onEvent);
    page.enable();
    return page;
  }

  /**
   * Sends a command, and waits for its result.
   *
   * @param session of a page; empty for the browser
   */
  Map<?, ?> send(String session, String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    asked.put(id, answer);
    Map<String, Object> message = new java.util.LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    synchronized (socket) { // one text at a time
      Await.get(socket.sendText(Json.text(message), true));
    }
    Map<?, ?> told = Await.get(answer);
    if (told.get("error") != null) {
      throw new AssertionError(method + ": " + told.get("error"));
    }
    return (Map<?, ?>) told.get("result");
  }

  /** Ends it at once: what it would tidy up goes with its profile. */
  @Override
  public void close() {
    http.shutdownNow();
    end(process, folder);
  }

  /** Gives answers to who asked, and events to their pages. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        Map<?, ?> message = (Map<?, ?>) Json.read(text.toString());
        text.setLength(0);
        if (message.get("id") instanceof Integer id) {
          asked.remove(id).complete(message);
        } else if (message.get("sessionId") instanceof String session
            && pages.get(session) instanceof BiConsumer<String, Map<?, ?>> page) {
          page.accept((String) message.get("method"), (Map<?, ?>) message.get("params"));
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
      asked.values().forEach(answer -> answer.completeExceptionally(fault));
    }
  }
}
