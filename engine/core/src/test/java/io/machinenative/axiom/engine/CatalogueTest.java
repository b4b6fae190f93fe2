package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is, page by page, and one tool whole. */
class CatalogueTest {
  private final TestLimits limits = new TestLimits();

  private static List<Route> tools(int count) {
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "%s.tool-%03d".formatted(i % 2 == 0 ? "even" : "odd", i);
      routes.add(TestTools.route(name, ExecutionMode.WORKER, TestTools::echo));
    }
    return routes;
  }

  private static List<String> names(List<Route> routes, String prefix) {
    return routes.stream().map(Route::name).filter(n -> n.startsWith(prefix)).sorted().toList();
  }

  private static List<String> listAll(
      DataPlane plane, HandClient client, int pageSize, String prefix, int total) {
    List<String> names = new ArrayList<>();
    String after = "";
    boolean more = true;
    for (int page = 1; more; page++) {
      client.send(Messages.listTools(page, pageSize, after, prefix));
      plane.settle();
      ServerMessage.ToolList list = client.next(ServerMessage.ToolList.class);
      assertEquals(page, list.correlationId());
      assertEquals(total, list.total());
      assertEquals(1, list.epoch());
      assertTrue(list.tools().size() <= (pageSize == 0 ? 50 : pageSize));
      assertTrue(!list.more() || !list.tools().isEmpty(), "an empty page, and more");
      list.tools().forEach(tool -> names.add(tool.name()));
      more = list.more();
      after = names.isEmpty() ? "" : names.getLast();
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 50, 60, 99, 100})
  void listsAllPages(int pageSize) {
    List<Route> tools = tools(120);
    DataPlane plane = new DataPlane(limits, tools);
    HandClient client = plane.open();
    assertEquals(names(tools, ""), listAll(plane, client, pageSize, "", 120));
    assertEquals(names(tools, "odd."), listAll(plane, client, pageSize, "odd.", 60));
    assertEquals(names(tools, "even.tool-00"), listAll(plane, client, pageSize, "even.tool-00", 5));
    assertEquals(List.of(), listAll(plane, client, pageSize, "odd.tool-999", 0));
    assertEquals(List.of(), listAll(plane, client, pageSize, "zzz", 0));
    plane.requireNothingHeld();
  }

  @Test
  void keepsPagesWithinTheSmallestLimits() {
    limits.maxMessageBytes = 64 * 1024;
    limits.poolBytes = 1 << 20;
    List<Route> tools = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tools.add(longest(i));
    }
    DataPlane plane = new DataPlane(limits, tools);
    HandClient client = plane.open();
    assertEquals(names(tools, ""), listAll(plane, client, 100, "", 100));

    HandClient small = plane.connect();
    Hello hello = new Hello();
    hello.maxMessageBytes = 4096;
    small.hello(hello);
    small.send(Messages.listTools(1, 100, "", ""));
    plane.settle();
    byte[] page = small.peer.take();
    assertTrue(page.length <= 4096, "a page of " + page.length + " bytes");
    assertEquals(names(tools, ""), listAll(plane, small, 0, "", 100));
  }

  private static Route longest(int i) {
    String name = "%03d".formatted(i) + "n".repeat(125);
    Route route = TestTools.route(name, ExecutionMode.BLOCKING, TestTools::echo);
    return new Route(
        name,
        new Route.Label("1.0.0-" + "v".repeat(1000), "ü".repeat(3000), ""),
        route.mode(),
        new Route.Hints(true, true, true, true),
        route.handlers(),
        Route.Schemas.NONE,
        new InFlight());
  }

  @Test
  void cutsATitleBetweenTwoCharacters() {
    DataPlane plane = new DataPlane(limits, List.of(longest(1)));
    HandClient client = plane.open();
    client.send(Messages.listTools(1, 0, "", ""));
    client.send(Messages.describeTool(2, longest(1).toolId()));
    plane.settle();
    String listed = client.next(ServerMessage.ToolList.class).tools().getFirst().title();
    assertEquals("ü".repeat(256), listed);
    assertEquals(listed, client.next(ServerMessage.ToolDescription.class).title());
  }

  @Test
  void saysTheEpochInForce() {
    DataPlane plane = new DataPlane(limits, tools(3));
    HandClient client = plane.open();
    client.send(Messages.listTools(1, 2, "", ""));
    plane.settle();
    assertEquals(1, client.next(ServerMessage.ToolList.class).epoch());
    plane.publish(tools(1));
    client.send(Messages.listTools(2, 2, "", ""));
    client.send(Messages.describeTool(3, ToolId.of("even.tool-000")));
    client.send(Messages.describeTool(4, ToolId.of("odd.tool-001")));
    client.send(Invoke.of(5, "odd.tool-001"));
    plane.settle();
    ServerMessage.ToolList list = client.next(ServerMessage.ToolList.class);
    assertEquals(2, list.epoch());
    assertEquals(1, list.total());
    assertFalse(list.more());
    assertEquals(2, client.next(ServerMessage.ToolDescription.class).epoch());
    client.nextError(4, Status.UNKNOWN_TOOL);
    client.nextError(5, Status.UNKNOWN_TOOL);
    assertEquals(2, plane.open().peer.session.id());
  }

  @Test
  void describesATool() {
    DataPlane plane = new DataPlane(limits, new TestTools().routes());
    HandClient client = plane.open();
    client.send(Messages.describeTool(7, ToolId.of("worker.echo")));
    plane.settle();
    assertEquals(
        new ServerMessage.ToolDescription(
            7,
            1,
            ToolId.of("worker.echo"),
            ExecutionMode.WORKER,
            true,
            true,
            false,
            "worker.echo",
            "1.2.3",
            "Title of worker.echo",
            "Description of worker.echo",
            "{\"type\":\"object\"}",
            ""),
        client.poll());
    plane.requireNothingHeld();
  }

  @Test
  void describesNoToolThatIsTooLong() {
    Route plain = tools(1).getFirst();
    Route wordy =
        new Route(
            plain.name(),
            new Route.Label("1.0.0", "", "d".repeat(5000)),
            plain.mode(),
            Route.Hints.NONE,
            plain.handlers(),
            new Route.Schemas("s".repeat(70_000), "", false),
            new InFlight());
    DataPlane plane = new DataPlane(limits, List.of(wordy));
    HandClient client = plane.open();
    client.send(Messages.describeTool(1, wordy.toolId()));
    plane.settle();
    assertEquals(70_000, client.next(ServerMessage.ToolDescription.class).inputSchema().length());
    HandClient small = plane.connect();
    Hello hello = new Hello();
    hello.maxMessageBytes = 65_536;
    small.hello(hello);
    small.send(Messages.describeTool(1, wordy.toolId()));
    plane.settle();
    small.nextError(1, Status.RESULT_TOO_LARGE);
    plane.requireNothingHeld();
  }
}
