package io.machinenative.axiom.contract.faulty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Greets, and does one thing wrong, which its setting {@code fault} names. */
public final class FaultyPlugin implements Plugin {
  /** Name of the thread that nobody lent. */
  public static final String OWN_THREAD = "faulty's own";

  private static final long TOO_LONG_MS = 150;
  private static final int GOOD_CALLS = 20;

  private final AtomicInteger calls = new AtomicInteger();
  private Fault fault;
  private Path lock;

  @Description("Whom to greet.")
  public record Whom(@Description("The name.") String name) {}

  public record Greeted(String text) {}

  @Override
  public String id() {
    return "faulty";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) throws Exception {
    fault = Fault.valueOf((String) context.configuration().values().get("fault"));
    switch (fault) {
      case SLOW_START -> takeTooLong();
      case MEMORY_LEAK -> context.memory().openArena().allocate(1 << 10);
      case THREAD_LEAK -> context.threads().newThread(FaultyPlugin::lastForEver).start();
      case OWN_THREAD ->
          Thread.ofPlatform().daemon().name(OWN_THREAD).start(FaultyPlugin::lastForEver);
      case HELD -> Runtime.getRuntime().addShutdownHook(new Thread(calls::incrementAndGet));
      case ALONE -> lock = Files.createFile(context.dataFolder().resolve("lock"));
      default -> fault.words();
    }
  }

  private static void takeTooLong() {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOO_LONG_MS);
    while (System.nanoTime() - endNs < 0) {
      LockSupport.parkNanos(endNs - System.nanoTime());
    }
  }

  private static void lastForEver() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }

  @Override
  public List<Tool> tools() {
    Tool.Builder tool = Tool.named("faulty.hello").readOnly();
    if (fault != Fault.NO_DESCRIPTION) {
      tool.description("Greets somebody.");
    }
    boolean raw = fault == Fault.NO_SCHEMA || fault == Fault.UNGUARDED;
    return List.of(
        raw
            ? tool.raw(ContentType.JSON, call -> answerRaw(call)).build()
            : tool.typed(Whom.class, Greeted.class, (whom, call) -> greet(whom)).build());
  }

  private Greeted greet(Whom whom) {
    boolean wrong =
        fault == Fault.WRONG_ANSWER
            || (fault == Fault.FORGETFUL && calls.incrementAndGet() > GOOD_CALLS);
    return new Greeted(wrong ? "Good day!" : "Hello " + whom.name() + "!");
  }

  /** Looks for the name where it never is but in a good call. */
  private static void answerRaw(io.machinenative.axiom.api.RawInvocation call) {
    String text =
        call.payload().getStringWithoutLengthUtf8(call.payloadOffset(), call.payloadLength());
    String name = text.split("\"")[3];
    byte[] reply = ("{\"text\":\"Hello " + name + "!\"}").getBytes(UTF_8);
    call.reply(ContentType.JSON, reply.length).putBytes(call.replyOffset(), reply);
  }

  @Override
  public void teardown() throws Exception {
    if (fault == Fault.SLOW_END) {
      takeTooLong();
    }
    if (lock != null) {
      Files.delete(lock);
    }
  }
}
