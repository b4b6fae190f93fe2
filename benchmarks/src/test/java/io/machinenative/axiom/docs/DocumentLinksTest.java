package io.machinenative.axiom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between documents, and from them into the tree, lead somewhere. */
class DocumentLinksTest {
  private static final Path ROOT = Path.of(System.getProperty("axiom.root"));

  /** A file of the tree, a heading behind {@code #}, or both; what has a scheme is not followed. */
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]*)(?:#([^)\\s]+))?\\)");

  @Test
  void lead() throws IOException {
    List<String> broken = new ArrayList<>();
    int followed = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        followed++;
        if (!leads(document, link.group(1), link.group(2))) {
          broken.add(ROOT.relativize(document) + " " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(followed > 20, followed + " links were found");
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    documents.add(ROOT.resolve("CHANGELOG.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  private static boolean leads(Path document, String file, String heading) throws IOException {
    Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    return Files.exists(target)
        && (heading == null
            || Files.readAllLines(target).stream()
                .filter(line -> line.startsWith("#"))
                .anyMatch(line -> anchorOf(line).equals(heading)));
  }

  /** As GitHub names a heading: small letters, dashes for spaces, no other signs. */
  private static String anchorOf(String line) {
    String title = line.replaceFirst("^#+ *", "").toLowerCase(Locale.ROOT);
    return title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }
}
