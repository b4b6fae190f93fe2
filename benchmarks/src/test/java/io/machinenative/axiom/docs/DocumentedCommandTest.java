package io.machinenative.axiom.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.docs.DocumentedCommand.Output;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Marked commands are found, and a promise that does not hold is noticed. */
class DocumentedCommandTest {
  @Test
  void findsMarkedBlocksAndTheirOutput() {
    List<String> lines =
        """
        Words.

        ```sh
        not run
        ```

        ```sh test
        one
        two
        ```
        Prints:
        ```text exact
        1
        ```

        ```sh test
        three
        ```
        ```java
        class A {}
        ```
        """
            .lines()
            .toList();

    List<DocumentedCommand> commands = DocumentedCommand.in("README.md", lines);

    assertEquals(
        List.of(
            new DocumentedCommand("README.md:7", "one\ntwo", Optional.of(new Output(true, "1"))),
            new DocumentedCommand("README.md:16", "three", Optional.empty())),
        commands);
  }

  @Test
  void refusesAnOpenFence() {
    List<String> lines = List.of("```sh test", "one");
    assertThrows(IllegalArgumentException.class, () -> DocumentedCommand.in("README.md", lines));
  }

  @Test
  void numbersUnitsAndSpacesMayDiffer() {
    OutputShape shape = new OutputShape("p50   1.25 µs  ok\nsent 3 MiB");
    assertTrue(shape.matches(List.of("p50 980 ns ok  ", "sent 14,332 KiB")));
    assertFalse(shape.matches(List.of("p50 980 ns failed", "sent 14,332 KiB")));
    assertFalse(shape.matches(List.of("p50 980 ns ok")));
    assertFalse(shape.matches(List.of("p50 980 ns ok", "sent 3 MiB", "sent 3 MiB")));
  }

  @Test
  void dotsStandForAnyLinesAndBracketsForText() {
    OutputShape shape = new OutputShape("first\n...\njdk <version> found");
    assertTrue(shape.matches(List.of("first", "jdk 25.0.3+9-LTS found")));
    assertTrue(shape.matches(List.of("first", "", "more", "jdk 26 found")));
    assertFalse(shape.matches(List.of("first", "jdk 26 found", "after")));
    assertFalse(shape.matches(List.of("first", "jdk found")));
  }
}
