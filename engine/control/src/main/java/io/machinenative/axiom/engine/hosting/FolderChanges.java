package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Bytes;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Changed;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Jar;
import io.machinenative.axiom.engine.hosting.PluginAdministration.Trial;
import io.machinenative.axiom.engine.plugin.PluginException;
import io.machinenative.axiom.engine.plugin.PluginShelf;
import io.machinenative.axiom.engine.plugin.PluginSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Changes of the folder of plugins that clients ask for: one at a time, each answered when the
 * server has followed it, and undone when it cannot. Any thread; waits.
 */
final class FolderChanges {
  private final PluginHost host;
  private final PluginShelf files;
  private final Path incoming;

  /** One change at a time, from the file to what serves. */
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * @param files the folder that the host watches
   * @param incoming a folder for jars that clients send, until they are copied from there
   */
  FolderChanges(PluginHost host, PluginShelf files, Path incoming) {
    this.host = host;
    this.files = files;
    this.incoming = incoming;
  }

  /** Lets the version serve that is on trial. */
  Changed promote(String id) throws InterruptedException {
    PluginSwap done = swapped(host.promote(id));
    return changed(files.find(id), done);
  }

  /** Takes the version back that is on trial. */
  Changed abort(String id) throws InterruptedException {
    PluginSwap done = swapped(host.abort(id));
    return changed(files.find(id), done);
  }

  Changed enable(String id) throws InterruptedException {
    return change(id, files::enable, files::disable);
  }

  Changed disable(String id) throws InterruptedException {
    return change(id, files::disable, files::enable);
  }

  /** Puts the version back that served before. */
  Changed rollback(String id) throws InterruptedException {
    return change(id, files::rollback, files::rollback);
  }

  /** Takes it out of service, and deletes it. */
  Changed remove(String id) throws InterruptedException {
    Changed gone = disable(id);
    files.remove(id);
    return gone;
  }

  /** Puts a jar there. */
  Changed install(Jar given) throws InterruptedException {
    changing.lockInterruptibly();
    Path jar = null;
    try {
      jar = written(given.jar());
      Optional<PluginSignature> signature =
          given.signature().isEmpty()
              ? Optional.empty()
              : Optional.of(PluginSignature.parse(given.signature(), "the signature"));
      PluginShelf.Place place = given.swap() ? PluginShelf.Place.TAKEN : PluginShelf.Place.FREE;
      PluginShelf.Item item = files.install(jar, signature, place);
      String from = versionOf(item.id());
      follow(given.swap() ? () -> files.undoSwap(item.id()) : () -> files.remove(item.id()));
      return changed(item, from);
    } catch (PluginException e) {
      throw ToolException.error(e.getMessage());
    } catch (IOException e) {
      throw ToolException.error("the jar cannot be written: " + e);
    } finally {
      changing.unlock();
      delete(jar);
    }
  }

  private Path written(Bytes bytes) throws IOException {
    return Files.write(Files.createTempFile(incoming, "incoming-", ".jar"), bytes.toArray());
  }

  /** Lets a jar take a share of the calls: the same jar the same ones, or sessions. */
  Changed begin(Trial given) throws InterruptedException {
    if (given.share() <= 0) {
      throw ToolException.invalid("share: expected above 0 to 1, got " + given.share());
    }
    changing.lockInterruptibly();
    Path jar = null;
    try {
      jar = written(given.jar());
      if (!given.signature().isEmpty()) {
        Files.writeString(PluginSignature.beside(jar), given.signature());
      }
      long seed = Arrays.hashCode(given.jar().toArray());
      TrialShare share = new TrialShare(given.share(), given.sessions(), seed);
      return changed(Optional.empty(), swapped(host.trial(jar, share)));
    } catch (IOException e) {
      throw ToolException.error("the jar cannot be written: " + e);
    } finally {
      changing.unlock();
      delete(jar);
    }
  }

  private static PluginSwap swapped(CompletableFuture<PluginSwap> change)
      throws InterruptedException {
    try {
      return change.get();
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      while (why instanceof CompletionException && why.getCause() != null) {
        why = why.getCause();
      }
      throw ToolException.error(why.getMessage());
    }
  }

  private static Changed changed(Optional<PluginShelf.Item> item, PluginSwap done) {
    return new Changed(
        done.id(),
        done.from(),
        done.to(),
        item.map(PluginShelf.Item::sha256).orElse(""),
        item.map(PluginShelf.Item::signer).orElse(""),
        item.map(PluginShelf.Item::previous).orElse(""));
  }

  private static void delete(Path jar) {
    try {
      if (jar != null) {
        Files.deleteIfExists(PluginSignature.beside(jar));
        Files.deleteIfExists(jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Changed change(String id, Function<String, PluginShelf.Item> work, Consumer<String> undo)
      throws InterruptedException {
    changing.lockInterruptibly();
    try {
      String from = versionOf(id);
      PluginShelf.Item item = work.apply(id);
      follow(() -> undo.accept(id));
      return changed(item, from);
    } catch (PluginException e) {
      throw ToolException.error(e.getMessage());
    } finally {
      changing.unlock();
    }
  }

  /** The server follows the folder; when it cannot, the folder goes back. */
  private void follow(Runnable undo) throws InterruptedException {
    List<String> wrong = rescan();
    if (!wrong.isEmpty()) {
      undo.run();
      rescan();
      throw ToolException.error(String.join("; ", wrong));
    }
  }

  private List<String> rescan() throws InterruptedException {
    try {
      return host.rescan().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the folder of plugins cannot be looked at", e.getCause());
    }
  }

  private Changed changed(PluginShelf.Item item, String from) {
    return new Changed(
        item.id(), from, versionOf(item.id()), item.sha256(), item.signer(), item.previous());
  }

  private String versionOf(String id) {
    return host.list().stream()
        .filter(plugin -> plugin.id().equals(id) && plugin.state() != PluginState.DRAINING)
        .map(PluginInfo::version)
        .findFirst()
        .orElse("");
  }
}
