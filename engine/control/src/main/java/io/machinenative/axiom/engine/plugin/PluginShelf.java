package io.machinenative.axiom.engine.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of plugins as the operator changes it, whether a server watches it or not. A change
 * happens whole or not at all, whenever the process ends: what was decided and not finished is
 * finished by the server that starts on the folder, or by the next change.
 *
 * <pre>
 *   ID.jar              serves                     ID.jar.sig   its signature, if it has one
 *   ID.jar.disabled     is kept, and does not
 *   .axiom/previous/    what a roll back brings back
 *   .axiom/incoming/    copies that are being read; those of a process that ended go in an hour
 *   .axiom/changes      a JSON object in a line for each change: when, what, SHA-256, signer
 * </pre>
 *
 * Any thread; each change is made by one at a time. By two processes at once at the operator's
 * risk.
 */
public final class PluginShelf {
  private static final String DISABLED = ".disabled";
  private static final String OWN = ".axiom";
  private static final String INCOMING = "incoming";
  private static final Duration LONGEST_READ = Duration.ofHours(1);

  private final Path folder;
  private final TrustedKeys trust;
  private final InstantSource clock;

  /** Whether another version of the plugin may, must or must not be there. */
  public enum Place {
    FREE,
    TAKEN
  }

  /**
   * A file on the shelf.
   *
   * @param enabled whether a server loads it
   * @param sha256 of the jar
   * @param signer empty when it is not signed
   * @param previous the version that a roll back brings back; empty when there is none
   * @param permissions that its manifest asks for; none when it cannot be read
   * @param limits as its manifest says them
   * @param problem why it cannot be used; empty when it can
   */
  public record Item(
      String id,
      String version,
      String description,
      Path file,
      boolean enabled,
      String sha256,
      String signer,
      String previous,
      PluginPermissions permissions,
      PluginLimits limits,
      String problem) {}

  /**
   * Opens it.
   *
   * @param folder that is there
   */
  public PluginShelf(Path folder, TrustedKeys trust, InstantSource clock) {
    this.folder = folder;
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * Finishes the change in which a process ended, and removes what it left. For who owns the
   * folder, before it looks there; the next change does so too.
   */
  public synchronized void recover() {
    try {
      ShelfChange.finish(folder, folder.resolve(OWN));
      removeLeftCopies(folder.resolve(OWN).resolve(INCOMING));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void removeLeftCopies(Path incoming) throws IOException {
    if (!Files.isDirectory(incoming)) {
      return;
    }
    Instant longAgo = clock.instant().minus(LONGEST_READ);
    try (Stream<Path> copies = Files.list(incoming)) {
      for (Path copy : copies.toList()) {
        if (Files.getLastModifiedTime(copy).toInstant().isBefore(longAgo)) {
          Files.deleteIfExists(copy);
        }
      }
    }
  }

  /** What is there, in the order of names. */
  public List<Item> list() {
    List<Item> items = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (isJar(file)) {
          items.add(read(file));
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return items;
  }

  private static boolean isJar(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".jar") || name.endsWith(".jar" + DISABLED))
        && Files.isRegularFile(file);
  }

  private Item read(Path file) {
    boolean enabled = !file.toString().endsWith(DISABLED);
    try (PluginFile opened = PluginFile.open(file, own(INCOMING))) {
      Path signed = enabled ? file : enabledName(file);
      String problem = "";
      String signer = "";
      try {
        signer = trust.signerOf(signed, opened.sha256()).orElse("");
      } catch (PluginException e) {
        problem = e.getMessage();
      }
      PluginManifest manifest = opened.manifest();
      return new Item(
          manifest.id(),
          manifest.version(),
          manifest.description(),
          file,
          enabled,
          opened.sha256(),
          signer,
          previousVersion(manifest.id()),
          manifest.permissions(),
          manifest.limits(),
          problem);
    } catch (PluginException e) {
      String name = file.getFileName().toString();
      return new Item(
          name,
          "",
          "",
          file,
          enabled,
          "",
          "",
          "",
          PluginPermissions.NONE,
          PluginLimits.DEFAULTS,
          e.getMessage());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String previousVersion(String id) throws IOException {
    Path file = previous(id);
    if (!Files.exists(file)) {
      return "";
    }
    try (PluginFile opened = PluginFile.open(file, own(INCOMING))) {
      return opened.manifest().version();
    } catch (PluginException e) {
      return "damaged";
    }
  }

  /** The file of a plugin. */
  public Optional<Item> find(String id) {
    return list().stream().filter(item -> item.id().equals(id)).findFirst();
  }

  private Item known(String id) {
    return find(id)
        .orElseThrow(() ->
            new PluginException(
                "there is no plugin "
                    + id
                    + " in "
                    + folder
                    + ", there are "
                    + list().stream().map(Item::id).toList()));
  }

  /**
   * Puts a jar on the shelf; what is in its place becomes the one to roll back to.
   *
   * @param jar copied
   * @param signature of the jar
   * @throws PluginException when it is no plugin, not trusted, or the place is not as expected
   */
  public synchronized Item install(Path jar, Optional<PluginSignature> signature, Place place) {
    if (!Files.isRegularFile(jar)) {
      throw new PluginException(jar + ": expected a jar, as axiom plugin package makes it");
    }
    try (PluginFile file = PluginFile.open(jar, own(INCOMING))) {
      if (signature.isPresent()) {
        trust.signerOf(jar.toString(), file.sha256(), signature.get());
      } else {
        trust.signerOf(jar, file.sha256());
      }
      String id = file.manifest().id();
      Optional<Item> old = find(id);
      requirePlace(place, file.manifest(), old);
      Path target = old.map(Item::file).orElse(standard(id));
      ShelfChange change = change();
      if (old.isPresent()) {
        keep(change, old.get());
      }
      put(change, enabledName(target), signature);
      change.put(target, file.copy()).commit();
      return record(old.isPresent() ? "swap" : "install", read(target));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void requirePlace(Place place, PluginManifest next, Optional<Item> old) {
    if (place == Place.FREE && old.isPresent()) {
      throw new PluginException(
          "plugin "
              + next.id()
              + " is there already, in version "
              + old.get().version()
              + "; swap puts another version in its place");
    }
    if (place == Place.TAKEN && old.isEmpty()) {
      throw new PluginException(
          "there is no plugin " + next.id() + " to swap; install puts a new one there");
    }
    if (place == Place.TAKEN && !old.get().enabled()) {
      throw new PluginException("plugin " + next.id() + " is disabled; enable it first");
    }
  }

  /** Lets a server load it. */
  public synchronized Item enable(String id) {
    Item item = known(id);
    return item.enabled() ? item : move("enable", item, enabledName(item.file()));
  }

  /** Keeps it, so that no server loads it. */
  public synchronized Item disable(String id) {
    Item item = known(id);
    return item.enabled() ? move("disable", item, disabledName(item.file())) : item;
  }

  private Item move(String action, Item item, Path target) {
    try {
      replace(item.file(), target);
      return record(action, read(target));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Puts the version back that was there before; the one that is there now takes its place. */
  public synchronized Item rollback(String id) {
    Item now = known(id);
    Path before = previous(id);
    if (!Files.exists(before)) {
      throw new PluginException(
          "plugin " + id + " " + now.version() + ": there is no version before it to roll back to");
    }
    return exchange("rollback", now, before);
  }

  /**
   * A server went back to the version before: so does the file, and what it held can be rolled back
   * to.
   *
   * @param jar on the shelf
   * @param before with its signature beside its copy, if it has one; borrowed
   */
  public synchronized Item takeBack(Path jar, PluginFile before) {
    return exchange("take-back", read(jar), before.copy());
  }

  /**
   * A version that a server has tried takes the place of the one that is there.
   *
   * @param jar on the shelf
   * @param tried with its signature beside its copy, if it has one; borrowed
   */
  public synchronized Item promote(Path jar, PluginFile tried) {
    return exchange("promote", read(jar), tried.copy());
  }

  /** A server went back to a version that lies in another file: this one serves no more. */
  public synchronized Item takeBack(Path jar) {
    return move("take-back", read(jar), disabledName(jar));
  }

  private Item exchange(String action, Item now, Path before) {
    try {
      ShelfChange change = change();
      keep(change, now);
      put(change, enabledName(now.file()), PluginSignature.readBeside(before));
      change.put(now.file(), before).commit();
      return record(action, read(now.file()));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Undoes a swap that a server could not follow: the version of before is back. */
  public synchronized void undoSwap(String id) {
    Item now = known(id);
    Path before = previous(id);
    try {
      ShelfChange change = change();
      put(change, enabledName(now.file()), PluginSignature.readBeside(before));
      change.put(now.file(), before);
      deleteWithSignature(change, before, before).commit();
      record("undo", read(now.file()));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Takes it away, and what could be rolled back to. */
  public synchronized Item remove(String id) {
    Item item = known(id);
    try {
      ShelfChange change = change();
      deleteWithSignature(change, item.file(), enabledName(item.file()));
      deleteWithSignature(change, previous(id), previous(id)).commit();
      return record("remove", item);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ShelfChange change() throws IOException {
    return new ShelfChange(folder, own(""));
  }

  private void keep(ShelfChange change, Item old) throws IOException {
    Path kept = previous(old.id());
    put(change, kept, PluginSignature.readBeside(enabledName(old.file())));
    change.put(kept, old.file());
  }

  private static void put(ShelfChange change, Path jar, Optional<PluginSignature> signature)
      throws IOException {
    if (signature.isPresent()) {
      change.put(PluginSignature.beside(jar), signature.get().text());
    } else {
      change.delete(PluginSignature.beside(jar));
    }
  }

  private static ShelfChange deleteWithSignature(ShelfChange change, Path file, Path signed) {
    return change.delete(file).delete(PluginSignature.beside(signed));
  }

  private static void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Item record(String action, Item item) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("action", action);
    line.put("id", item.id());
    line.put("version", item.version());
    line.put("sha256", item.sha256());
    line.put("signer", item.signer());
    Files.writeString(
        own("").resolve("changes"),
        Json.text(line) + "\n",
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return item;
  }

  private Path standard(String id) {
    return folder.resolve(id + ".jar");
  }

  private static Path disabledName(Path file) {
    return file.resolveSibling(file.getFileName() + DISABLED);
  }

  private static Path enabledName(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(DISABLED)
        ? file.resolveSibling(name.substring(0, name.length() - DISABLED.length()))
        : file;
  }

  private Path previous(String id) {
    return folder.resolve(OWN).resolve("previous").resolve(id + ".jar");
  }

  private Path own(String name) throws IOException {
    Files.createDirectories(folder.resolve(OWN).resolve("previous"));
    return Files.createDirectories(folder.resolve(OWN).resolve(name));
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("the folder of plugins cannot be read: " + e, e);
  }

  private UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("the folder of plugins cannot be changed: " + e, e);
  }
}
