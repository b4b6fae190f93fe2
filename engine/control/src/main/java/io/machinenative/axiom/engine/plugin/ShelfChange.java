package io.machinenative.axiom.engine.plugin;

import io.machinenative.axiom.engine.base.TreeRemoval;
import io.machinenative.axiom.engine.base.WholeFile;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Several files of a folder that change together, or not at all, whenever the process ends or the
 * power goes.
 *
 * <pre>
 *   staged/      what is being prepared; means nothing
 *   change/      what is to be: its name is the decision. Its files go where they belong, after a
 *                kill by the next change or the next server
 *     plan       a JSON object: from target, relative to the folder, to file here, "" to delete it
 * </pre>
 *
 * Used by one thread, once.
 */
final class ShelfChange {
  private static final String STAGED = "staged";
  private static final String DECIDED = "change";
  private static final String PLAN = "plan";

  private final Path folder;
  private final Path own;
  private final Path staged;
  private final Map<String, String> plan = new LinkedHashMap<>();

  /**
   * @param folder whose files change
   * @param own a folder in it, that is there and not looked at by others
   */
  ShelfChange(Path folder, Path own) throws IOException {
    this.folder = folder;
    this.own = own;
    staged = own.resolve(STAGED);
    finish(folder, own);
    TreeRemoval.remove(staged);
    Files.createDirectory(staged);
  }

  /** A file is to hold what another holds now. */
  ShelfChange put(Path target, Path content) throws IOException {
    Path copy = staged.resolve(planned(target));
    Files.copy(content, copy);
    WholeFile.force(copy);
    return this;
  }

  /** A file is to hold a text. */
  ShelfChange put(Path target, String text) throws IOException {
    write(planned(target), text);
    return this;
  }

  private void write(String name, String text) throws IOException {
    WholeFile.write(staged.resolve(name), Set.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  private String planned(Path target) {
    String name = Integer.toString(plan.size());
    plan.put(folder.relativize(target).toString(), name);
    return name;
  }

  /** A file is to be gone, if it is there. */
  ShelfChange delete(Path target) {
    plan.put(folder.relativize(target).toString(), "");
    return this;
  }

  /** Decides, and carries it out in the order of the calls. */
  void commit() throws IOException {
    decide();
    finish(folder, own);
  }

  /** From here on the change happens, and before it does not. */
  void decide() throws IOException {
    write(PLAN, Json.text(plan));
    Files.move(staged, own.resolve(DECIDED), StandardCopyOption.ATOMIC_MOVE);
    WholeFile.forceFolder(own);
  }

  /** Carries out what was decided and not finished; nothing when there is no such thing. */
  static void finish(Path folder, Path own) throws IOException {
    Path decided = own.resolve(DECIDED);
    if (!Files.exists(decided.resolve(PLAN))) {
      TreeRemoval.remove(decided);
      return;
    }
    Map<?, ?> steps = (Map<?, ?>) Json.read(Files.readString(decided.resolve(PLAN)));
    for (Map.Entry<?, ?> step : steps.entrySet()) {
      Path target = folder.resolve((String) step.getKey());
      String from = (String) step.getValue();
      if (from.isEmpty()) {
        Files.deleteIfExists(target);
      } else {
        move(decided.resolve(from), target);
      }
    }
    WholeFile.forceFolder(folder);
    Files.delete(decided.resolve(PLAN));
    TreeRemoval.remove(decided);
  }

  private static void move(Path from, Path target) throws IOException {
    try {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // It went there before the process ended.
      assert Files.exists(target) : target;
    }
  }
}
