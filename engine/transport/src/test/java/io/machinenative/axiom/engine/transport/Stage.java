package io.machinenative.axiom.engine.transport;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A listener, its handler and its clients, stepped by hand on one thread. */
public final class Stage implements AutoCloseable {
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

  private final CarrierFixture fixture;
  private final TestServer server;
  private final Listener listener;
  private final List<TestClient> clients = new ArrayList<>();

  public Stage(CarrierFixture fixture, TestServer.Behaviour behaviour) {
    this.fixture = fixture;
    this.server = new TestServer(behaviour);
    this.listener = fixture.listen(server);
  }

  public TestServer server() {
    return server;
  }

  public Listener listener() {
    return listener;
  }

  /** Makes a link and steps until both sides see it connected. */
  public TestClient connect() {
    int before = server.conversations().size();
    TestClient client = connecting();
    stepUntil(
        "the link is connected",
        () ->
            client.link().state() == Link.State.CONNECTED
                && server.conversations().size() > before);
    return client;
  }

  /** Makes a link that is still connecting. */
  public TestClient connecting() {
    TestClient client = new TestClient(fixture.connect());
    clients.add(client);
    return client;
  }

  /** Steps everything once. */
  public void step() {
    stepServer();
    for (TestClient client : clients) {
      client.poll();
    }
  }

  /** Steps everything but the links: no client reads. */
  public void stepServer() {
    listener.poll(System.nanoTime());
    fixture.step();
    server.rethrow();
  }

  /** Steps everything so often. */
  public void step(int rounds) {
    for (int i = 0; i < rounds; i++) {
      step();
    }
  }

  /** Steps everything until something holds. */
  public void stepUntil(String what, BooleanSupplier condition) {
    until(what, condition, this::step);
  }

  /** Repeats a step until something holds, or fails at the deadline. */
  public void until(String what, BooleanSupplier condition, Runnable step) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNs > DEADLINE_NS) {
        throw new AssertionError("expected within 20 s that " + what + ": " + this);
      }
      step.run();
    }
  }

  /** Closes the links and the listener, and lets the fixture check for leaks. */
  @Override
  public void close() {
    for (TestClient client : clients) {
      client.link().close();
    }
    listener.close();
    fixture.checkAfterClose();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(4, clients.size()); i++) {
      TestClient client = clients.get(i);
      text.append(
          "client %d %s '%s' sent %d received %d; "
              .formatted(
                  i,
                  client.link().state(),
                  client.link().closeReason(),
                  client.sent(),
                  client.received()));
    }
    for (int i = 0; i < Math.min(4, server.conversations().size()); i++) {
      TestServer.Conversation conversation = server.conversation(i);
      text.append(
          "conversation %d received %d disconnects %d defects %s; "
              .formatted(
                  i, conversation.received(), conversation.disconnects(), conversation.defects()));
    }
    return text.toString();
  }
}
