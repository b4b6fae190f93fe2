package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.Completion;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.pipeline.InFlight;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.MutableDirectBuffer;

/** Tools for each way to run and each way to end. */
final class TestTools {
  /** Completions of {@code defer} calls, for the test to use. */
  final BlockingQueue<Completion> deferred = new LinkedBlockingQueue<>();

  /** How often {@code count} ran. */
  final AtomicInteger runs = new AtomicInteger();

  /** Correlation ids in the order in which {@code order} ran. */
  final List<Long> order = new ArrayList<>();

  /** Calls of {@code gate} that have begun, and a permit for each that may end. */
  final Semaphore begun = new Semaphore(0);

  final Semaphore mayEnd = new Semaphore(0);

  /** Interrupts that {@code gate} saw. */
  final AtomicInteger interrupts = new AtomicInteger();

  /** What {@code step} does; a test sets it. */
  volatile RawHandler script = call -> {};

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(route("inline.echo", ExecutionMode.INLINE, TestTools::echo));
    routes.add(route("worker.echo", ExecutionMode.WORKER, TestTools::echo));
    routes.add(route("blocking.echo", ExecutionMode.BLOCKING, TestTools::echo));
    for (ExecutionMode mode : List.of(ExecutionMode.INLINE, ExecutionMode.WORKER)) {
      String prefix = mode == ExecutionMode.INLINE ? "inline." : "worker.";
      routes.add(route(prefix + "empty", mode, call -> {}));
      routes.add(route(prefix + "refuse", mode, TestTools::refuse));
      routes.add(route(prefix + "fault", mode, TestTools::fault));
      routes.add(route(prefix + "big", mode, TestTools::big));
      routes.add(route(prefix + "progress", mode, TestTools::progress));
      routes.add(route(prefix + "count", mode, this::count));
      routes.add(route(prefix + "script", mode, call -> script.handle(call)));
    }
    routes.add(route("worker.defer", ExecutionMode.WORKER, call -> deferred.add(call.defer())));
    routes.add(route("worker.order", ExecutionMode.WORKER, c -> order.add(c.correlationId())));
    routes.add(route("blocking.gate", ExecutionMode.BLOCKING, this::gate));
    routes.add(route("blocking.script", ExecutionMode.BLOCKING, call -> script.handle(call)));
    routes.add(jsonOnly());
    return routes;
  }

  static Route route(String name, ExecutionMode mode, RawHandler handler) {
    RawHandler[] handlers = new RawHandler[Route.CONTENT_TYPES];
    handlers[ContentType.BINARY.value()] = handler;
    handlers[ContentType.TEXT.value()] = handler;
    return new Route(
        name,
        new Route.Label("1.2.3", "Title of " + name, "Description of " + name),
        mode,
        new Route.Hints(true, false, false, false),
        handlers,
        new Route.Schemas("{\"type\":\"object\"}", "", false),
        new InFlight());
  }

  private static Route jsonOnly() {
    RawHandler[] handlers = new RawHandler[Route.CONTENT_TYPES];
    handlers[ContentType.JSON.value()] = TestTools::echo;
    return new Route(
        "json.echo",
        new Route.Label("1.0.0", "", ""),
        ExecutionMode.INLINE,
        Route.Hints.NONE,
        handlers,
        Route.Schemas.NONE,
        new InFlight());
  }

  static void echo(RawInvocation call) {
    int length = call.payloadLength();
    MutableDirectBuffer reply = call.reply(call.contentType(), length);
    reply.putBytes(call.replyOffset(), call.payload(), call.payloadOffset(), length);
  }

  private static void refuse(RawInvocation call) {
    call.reply(ContentType.BINARY, 100);
    throw new ToolException(Status.TOOL_ERROR, "refused on purpose", 7);
  }

  private static void fault(RawInvocation call) {
    call.reply(ContentType.BINARY, 5000);
    throw new IllegalStateException("secret detail");
  }

  /** Answers with as many bytes as the payload's first int says, each the low byte of its index. */
  private static void big(RawInvocation call) {
    int length = call.payload().getInt(call.payloadOffset());
    MutableDirectBuffer reply = call.reply(ContentType.BINARY, length);
    int at = call.replyOffset();
    for (int i = 0; i < length; i++) {
      reply.putByte(at + i, (byte) i);
    }
  }

  private static void progress(RawInvocation call) {
    call.progress(1, 2, "half");
    call.progress(2, Double.NaN, null);
    echo(call);
  }

  private void count(RawInvocation call) {
    MutableDirectBuffer reply = call.reply(ContentType.BINARY, Integer.BYTES);
    reply.putInt(call.replyOffset(), runs.incrementAndGet());
  }

  private void gate(RawInvocation call) throws InterruptedException {
    begun.release();
    try {
      mayEnd.acquire();
    } catch (InterruptedException e) {
      interrupts.incrementAndGet();
      throw e;
    }
    echo(call);
  }
}
