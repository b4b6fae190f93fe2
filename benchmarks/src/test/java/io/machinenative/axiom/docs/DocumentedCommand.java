package io.machinenative.axiom.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command in a document, and the output that the document promises.
 *
 * <p>Marked in the info string of the fence, which readers do not see:
 *
 * <pre>
 * ```sh test           the build runs this block, from the root; it must end with 0
 * ```text exact        the next block after it: its output, letter by letter
 * ```text like         or its output in shape, see {@link OutputShape}
 * </pre>
 *
 * @param place the document and the line of the fence
 * @param script what {@code sh} runs
 * @param output what the document shows, when it shows anything
 */
record DocumentedCommand(String place, String script, Optional<Output> output) {
  /** Promised output: {@code exact}, or alike in shape. */
  record Output(boolean exact, String text) {}

  private record Block(int line, String info, String text) {}

  private static final String FENCE = "```";

  /** The marked commands of a document, in its order. */
  static List<DocumentedCommand> in(String document, List<String> lines) {
    List<Block> blocks = blocks(document, lines);
    List<DocumentedCommand> commands = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block.info().equals("sh test")) {
        Optional<Output> output =
            i + 1 < blocks.size() ? output(blocks.get(i + 1)) : Optional.empty();
        commands.add(new DocumentedCommand(document + ":" + block.line(), block.text(), output));
      }
    }
    return commands;
  }

  private static Optional<Output> output(Block block) {
    return switch (block.info()) {
      case "text exact" -> Optional.of(new Output(true, block.text()));
      case "text like" -> Optional.of(new Output(false, block.text()));
      default -> Optional.empty();
    };
  }

  private static List<Block> blocks(String document, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        continue;
      }
      if (start < 0) {
        start = i;
      } else {
        String info = lines.get(start).substring(FENCE.length()).strip();
        String text = String.join("\n", lines.subList(start + 1, i));
        blocks.add(new Block(start + 1, info, text));
        start = -1;
      }
    }
    if (start >= 0) {
      throw new IllegalArgumentException(
          document
              + ": expected a closing fence, actual end of file; opened in line "
              + (start + 1));
    }
    return blocks;
  }
}
