package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Gcra;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.counters.EngineCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who calls is known to the tool, to the rules, and to the rates. */
class AccessTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final TestTools tools = new TestTools();
  private final AtomicBoolean stillGood = new AtomicBoolean(true);
  private final Principal principal =
      Principal.of("tester", Principal.Kind.API_KEY, Set.of("some:scope"));

  private HandClient open(long expiresNs) {
    Caller caller = new Caller(principal, expiresNs, stillGood::get);
    DataPlane plane =
        new DataPlane(
            new TestLimits(),
            tools.routes(),
            1,
            0,
            new OneSecret("open sesame", caller),
            Thread.ofVirtual().factory());
    HandClient client = plane.connect();
    Hello hello = new Hello();
    hello.credentials = "open sesame".getBytes(UTF_8);
    client.hello(hello);
    return client;
  }

  @Test
  void toolsSeeWhoCalls() {
    HandClient client = open(Caller.NEVER);
    List<Principal> seen = new ArrayList<>();
    tools.script = call -> seen.add(call.principal());
    for (String tool : List.of("inline.script", "worker.script")) {
      client.answered(Invoke.of(1, tool, new byte[0]));
    }
    assertEquals(2, seen.size());
    seen.forEach(one -> assertSame(principal, one));
  }

  @Test
  void whatACallerMayNotCallIsNotThere() {
    HandClient client = open(Caller.NEVER);
    DataPlane plane = client.plane();
    plane.guard(new TestGuard("tester", "worker:all", "inline.", null));
    client.answered(Invoke.of(1, "inline.echo", new byte[4]));
    ServerMessage.Error denied =
        client.refused(Invoke.of(2, "worker.echo", new byte[4]), Status.PERMISSION_DENIED);
    assertTrue(denied.message().contains("worker:all"), denied.message());
    client.refused(Invoke.of(3, "json.echo", new byte[4]), Status.UNKNOWN_TOOL);
    assertEquals(2, plane.count(EngineCounter.CALLS_DENIED));

    client.send(Messages.listTools(4, 3, "inline.echo", ""));
    plane.settle();
    ServerMessage.ToolList list = client.next(ServerMessage.ToolList.class);
    assertEquals(3, list.tools().size());
    assertTrue(list.tools().stream().allMatch(tool -> tool.name().startsWith("inline.")));
    assertEquals(
        tools.routes().stream().filter(one -> one.name().startsWith("inline.")).count(),
        list.total());
    client.send(Messages.describeTool(5, ToolId.of("worker.echo")));
    plane.settle();
    client.nextError(5, Status.UNKNOWN_TOOL);

    plane.guard(new TestGuard("tester", "some:scope", "inline.", null));
    client.answered(Invoke.of(6, "worker.echo", new byte[4]));
  }

  @Test
  void callsThatComeTooSoonAreTold() {
    HandClient client = open(Caller.NEVER);
    DataPlane plane = client.plane();
    Meter[] rates = {new Gcra("tester", 10, SECOND_NS, 2, plane.clock.nanoTime())};
    plane.guard(new TestGuard("tester", "", "inline.", rates));
    client.answered(Invoke.of(1, "inline.echo", new byte[4]));
    client.answered(Invoke.of(2, "inline.echo", new byte[4]));
    ServerMessage.Error early =
        client.refused(Invoke.of(3, "inline.echo", new byte[4]), Status.OVERLOADED);
    assertTrue(early.retryAfterMs() > 90 && early.retryAfterMs() <= 101, "" + early);
    plane.clock.advance(early.retryAfterMs() * 1_000_000L);
    client.answered(Invoke.of(4, "inline.echo", new byte[4]));
    assertEquals(1, plane.count(EngineCounter.CALLS_RATE_LIMITED));
  }

  @Test
  void aSessionEndsWithItsCredential() {
    HandClient expiring = open(SECOND_NS);
    expiring.answered(Invoke.of(1, "inline.echo", new byte[4]));
    expiring.plane().clock.advance(SECOND_NS + 20_000_000L);
    expiring.plane().settle();
    expiring.requireEnded(Status.UNAUTHENTICATED);

    HandClient revoked = open(Caller.NEVER);
    stillGood.set(false);
    revoked.plane().clock.advance(20_000_000L);
    revoked.plane().settle();
    revoked.requireEnded(Status.UNAUTHENTICATED);
  }
}
