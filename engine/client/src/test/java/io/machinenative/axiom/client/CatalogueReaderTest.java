package io.machinenative.axiom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueReaderTest {
  private final List<String> asked = new ArrayList<>();

  private static ToolPage page(long epoch, boolean more, String... names) {
    List<ToolSummary> tools =
        Arrays.stream(names)
            .map(name ->
                new ToolSummary(
                    1,
                    name,
                    "1.0.0",
                    name,
                    ExecutionMode.INLINE,
                    Set.of(ContentType.JSON),
                    true,
                    true,
                    false,
                    false))
            .toList();
    return new ToolPage(tools, 9, more, epoch);
  }

  private List<String> read(ToolPage... pages) {
    Deque<ToolPage> left = new ArrayDeque<>(List.of(pages));
    CatalogueReader reader =
        new CatalogueReader(after -> {
          asked.add(after);
          return left.removeFirst();
        });
    return reader.read().stream().map(ToolSummary::name).toList();
  }

  @Test
  void readsPageByPage() {
    assertEquals(
        List.of("a", "b", "c", "d"), read(page(1, true, "a", "b"), page(1, false, "c", "d")));
    assertEquals(List.of("", "b"), asked);
  }

  @Test
  void readsAnEmptyCatalogue() {
    assertEquals(List.of(), read(page(1, false)));
  }

  @Test
  void startsAgainWhenTheCatalogueChanged() {
    assertEquals(
        List.of("a", "c"),
        read(
            page(1, true, "a", "b"), page(2, false, "c"), page(2, true, "a"), page(2, false, "c")));
    assertEquals(List.of("", "b", "", "a"), asked);
  }

  @Test
  void givesUpOnACatalogueThatNeverRests() {
    ToolPage[] pages = new ToolPage[2 * CatalogueReader.MAX_STARTS];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = page(i, true, i % 2 == 0 ? "a" : "b");
    }
    CallException why = assertThrows(CallException.class, () -> read(pages));
    assertEquals(Status.OVERLOADED, why.status());
  }

  @Test
  void doesNotFollowAServerInCircles() {
    assertEquals(
        Status.PROTOCOL_ERROR,
        assertThrows(CallException.class, () -> read(page(1, true))).status());
    assertEquals(
        Status.PROTOCOL_ERROR,
        assertThrows(CallException.class, () -> read(page(1, true, "a", "b"), page(1, true, "a")))
            .status());
  }
}
