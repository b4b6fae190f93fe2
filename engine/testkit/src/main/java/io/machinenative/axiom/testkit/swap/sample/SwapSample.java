package io.machinenative.axiom.testkit.swap.sample;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * A plugin of the usual kind: it reads a resource of its jar, takes off-heap memory, a thread and a
 * counter, and delivers tools with and without schemas. Each version answers its own number.
 */
public final class SwapSample implements Plugin {
  public static final String ID = "swap-sample";

  /** The tools that the bench calls. */
  public static final String INLINE = "swap.inline";

  public static final String WORKER = "swap.worker";

  /** A tool with records, whose schemas are derived at every swap. */
  public static final String SUM = "swap.sum";

  /** Where the number of the version lies in the jar. */
  public static final String NUMBER = "META-INF/swap-sample.properties";

  private static final long TABLE_BYTES = 256 * 1024;

  private final int number = readNumber();
  private final NumberedEcho inline = new NumberedEcho(number);
  private final NumberedEcho worker = new NumberedEcho(number);
  private final CountDownLatch over = new CountDownLatch(1);
  private Thread housekeeper;
  private MemorySegment table;

  /** The input of a tool with a schema. */
  @Description("Numbers to add.")
  public record Terms(
      @Description("At most 100.") @Constraint(maxLength = 100) List<Long> terms,
      @Constraint(optional = true, defaultValue = "0") long start) {}

  /** Its output. */
  public record Total(long value, int version) {}

  private static int readNumber() {
    try (InputStream in = SwapSample.class.getClassLoader().getResourceAsStream(NUMBER)) {
      Properties properties = new Properties();
      properties.load(in);
      return Integer.parseInt(properties.getProperty("number"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String version() {
    return number + ".0.0";
  }

  @Override
  public void initialize(PluginContext context) {
    table = context.memory().allocate(TABLE_BYTES, Long.BYTES);
    context.metrics().counter("starts").increment();
    housekeeper = context.threads().newThread(this::keepHouse);
    housekeeper.start();
  }

  /** Until the teardown. */
  private void keepHouse() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        Tool.named(INLINE).inline().raw(ContentType.BINARY, inline).build(),
        Tool.named(WORKER).worker().raw(ContentType.BINARY, worker).build(),
        Tool.named(SUM)
            .description("Adds numbers.")
            .readOnly()
            .typed(Terms.class, Total.class, (terms, call) -> sum(terms))
            .build());
  }

  private Total sum(Terms terms) {
    long value = terms.start();
    for (long term : terms.terms()) {
      value += term;
    }
    return new Total(value, number);
  }

  @Override
  public void validate() {
    if (table.byteSize() != TABLE_BYTES || !housekeeper.isAlive()) {
      throw new IllegalStateException("the sample has lost what it took");
    }
  }

  @Override
  public void teardown() throws InterruptedException {
    over.countDown();
    housekeeper.join();
  }
}
