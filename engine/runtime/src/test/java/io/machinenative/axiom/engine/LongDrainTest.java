package io.machinenative.axiom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.CallException;
import io.machinenative.axiom.client.Reply;
import io.machinenative.axiom.client.RetryPolicy;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.engine.hosting.PluginInfo;
import io.machinenative.axiom.engine.hosting.PluginState;
import io.machinenative.axiom.engine.hosting.PluginSwap;
import io.machinenative.axiom.engine.workflow.PipelineOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls and operations that take longer than a swap waits for. */
class LongDrainTest {
  private static final long DRAIN_NS = 50_000_000L;
  private static final int PART_BYTES = 1 << 20;
  private static final String FLOW =
      "{name: flow, stages: [{name: a, operation: slow.source}, {name: b, operation: slow.sink,"
          + " needs: [a]}]}";

  private final Slow first = new Slow("1.0.0");
  private final Engine engine =
      Engine.builder()
          .mount(Mount.SHARED)
          .listen("inproc:drain")
          .pipelines(PipelineOptions.DEFAULTS)
          .pluginDrain(DRAIN_NS)
          .plugin(first)
          .start();
  private final AxiomClient client =
      AxiomClient.builder().inproc(engine.inproc()).retry(RetryPolicy.none()).connect();

  @AfterEach
  void stop() {
    first.open.countDown();
    client.close();
    engine.close();
  }

  private String pipeline(String tool, String arguments) {
    byte[] json = arguments.getBytes(StandardCharsets.UTF_8);
    Reply reply = client.call(tool, ContentType.JSON, json, Caller.patiently());
    return new String(reply.bytes(), StandardCharsets.UTF_8);
  }

  private List<PluginInfo> versions() {
    return engine.plugins().list().stream().filter(plugin -> plugin.id().equals("slow")).toList();
  }

  @Test
  void aCallThatOutlivesTheDrainFailsWithItsPluginsMemory() throws InterruptedException {
    CompletableFuture<Reply> held =
        client.callAsync("slow.call", ContentType.BINARY, new byte[1], Caller.patiently());
    first.begun.await();
    PluginSwap swap = engine.plugins().swap(new Slow("2.0.0")).join();
    assertFalse(swap.drained());
    assertTrue(swap.drainNs() >= DRAIN_NS, swap::toString);
    assertEquals(1, first.torn.get());
    first.open.countDown();
    CallException failure = assertThrows(CallException.class, () -> Await.get(held));
    assertEquals(Status.TOOL_FAULT, failure.status());
    assertEquals("the tool failed with IllegalStateException", failure.text());
    assertEquals(1, engine.errors().size(), () -> engine.errors().toString());
  }

  @Test
  void aVersionLivesOnUntilItsLastOperationEnds() throws InterruptedException {
    pipeline("pipeline.run", "{\"yaml\": \"" + FLOW + "\"}");
    first.begun.await();
    Slow second = new Slow("2.0.0");
    PluginSwap swap = engine.plugins().swap(second).join();
    assertFalse(swap.drained(), "the operations go on");
    assertEquals(
        List.of(PluginState.SERVING, PluginState.DRAINING),
        versions().stream().map(PluginInfo::state).toList());
    assertEquals(0, first.torn.get());
    engine.plugins().swap(new Slow("3.0.0")).join(); // a change does not wait for it
    assertEquals(1, second.torn.get());

    first.open.countDown();
    Await.until(
        "the run's end", () -> pipeline("pipeline.history", "{}").contains("\"succeeded\""));
    assertEquals(2L * PART_BYTES, first.bytes.get());
    Await.until("the teardown", () -> first.torn.get() == 1 && versions().size() == 1);
    assertEquals(List.of(), engine.errors());
  }

  /** Waits in the middle of what it does, then uses what it was lent. */
  private static final class Slow implements Plugin {
    private final String version;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger torn = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private MemorySegment memory;

    Slow(String version) {
      this.version = version;
    }

    @Override
    public String id() {
      return "slow";
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void initialize(PluginContext context) {
      memory = context.memory().allocate(PART_BYTES, 8);
    }

    @Override
    public void teardown() {
      torn.incrementAndGet();
    }

    @Override
    public List<Tool> tools() {
      return List.of(
          Tool.named("slow.call").blocking().raw(ContentType.BINARY, this::call).build());
    }

    @Override
    public List<Operation> operations() {
      return List.of(
          Operation.named("slow.source").description("Writes.").source(None.class, this::write),
          Operation.named("slow.sink").description("Reads.").sink(None.class, this::read));
    }

    /** No parameters. */
    public record None() {}

    private void call(RawInvocation call) throws InterruptedException {
      begun.countDown();
      open.await();
      call.reply(ContentType.BINARY, 1)
          .putByte(call.replyOffset(), memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    private void write(
        None none, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
        throws IOException, InterruptedException {
      part(out);
      begun.countDown();
      open.await();
      part(out);
    }

    private void part(WritableByteChannel out) throws IOException {
      ByteBuffer part = memory.asByteBuffer();
      while (part.hasRemaining()) {
        out.write(part);
      }
    }

    private void read(
        None none, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
        throws IOException {
      ByteBuffer part = ByteBuffer.allocate(64 << 10);
      int read;
      while ((read = in.read(part.clear())) >= 0) {
        bytes.addAndGet(read);
      }
    }
  }
}
