package io.machinenative.axiom.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/protocol.md}, of which the tables and the dump are read, so that the tests can
 * compare them.
 */
final class ProtocolPage {
  private static final Pattern LAYOUT_TITLE =
      Pattern.compile("#### (\\w+) · template (\\d+) · block (\\d+)");

  private final List<String> lines;

  private ProtocolPage(List<String> lines) {
    this.lines = lines;
  }

  /**
   * The layout of a message as the page draws it.
   *
   * @param rows offset, bytes, field and type of each row
   */
  record Layout(String message, int templateId, int blockBytes, List<List<String>> rows) {}

  static ProtocolPage read() {
    Path file = ProjectRoot.path().resolve("docs/protocol.md");
    try {
      return new ProtocolPage(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  List<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher title = LAYOUT_TITLE.matcher(lines.get(i));
      if (title.matches()) {
        List<List<String>> rows = new ArrayList<>();
        rowsAfter(i).forEach(cells -> rows.add(cells.subList(0, 4)));
        layouts.add(
            new Layout(
                title.group(1),
                Integer.parseInt(title.group(2)),
                Integer.parseInt(title.group(3)),
                rows));
      }
    }
    return layouts;
  }

  /**
   * The cells of the table behind {@code <!-- table: name -->}, without their code marks, without
   * its head.
   */
  List<List<String>> table(String name) {
    return rowsAfter(indexOf("<!-- table: " + name + " -->"));
  }

  /** The lines of the code block behind {@code <!-- dump -->}. */
  List<String> dump() {
    int begin = indexOf("<!-- dump -->") + 2;
    int end = begin;
    while (!lines.get(end).equals("```")) {
      end++;
    }
    return lines.subList(begin, end);
  }

  private int indexOf(String line) {
    int index = lines.indexOf(line);
    if (index < 0) {
      throw new AssertionError("expected a line '" + line + "' in docs/protocol.md, found none");
    }
    return index;
  }

  private List<List<String>> rowsAfter(int index) {
    int line = index;
    while (!lines.get(line).startsWith("|")) {
      line++;
    }
    List<List<String>> rows = new ArrayList<>();
    for (line += 2; lines.get(line).startsWith("|"); line++) {
      String[] cells = lines.get(line).substring(1).split("\\|", -1);
      rows.add(Arrays.stream(cells).map(cell -> cell.replace("`", "").strip()).toList());
    }
    return rows;
  }
}
