package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.engine.registry.DamagedRecordException;
import io.machinenative.axiom.engine.registry.RecordStore;
import io.machinenative.axiom.engine.registry.form.MalformedRecordException;
import io.machinenative.axiom.engine.registry.form.RecordDecoder;
import io.machinenative.axiom.engine.store.StoreRecovery;
import io.machinenative.axiom.engine.store.StoreViewer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code axiom registry verify}: proves what a stopped server left. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Reads every byte of a stopped server's registry and proves it by its checksums, and reads",
      "each record. Ends with 1 at damage, and says where it is; see recover."
    })
final class RegistryVerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoppedRegistry registry;

  RegistryVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return registry.with(this::verify);
  }

  private int verify(Path directory) {
    long revision = StoreRecovery.verify(directory);
    String where = directory + " up to revision " + revision;
    if (!Files.exists(directory.resolve("head"))) {
      terminal.print(where + ", all whole; the records are read at the next start");
      return ExitCode.OK;
    }
    Reading reading = new Reading();
    try (StoreViewer viewer = StoreViewer.open(directory)) {
      viewer.forEach(reading);
    }
    reading.damage.forEach(each -> terminal.note("axiom: " + each));
    boolean isWhole = reading.damage.isEmpty();
    terminal.print(
        reading.whole
            + " records in "
            + where
            + (isWhole ? ", all whole" : ", and " + reading.damage.size() + " damaged"));
    return isWhole ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Reads each record of a view, and names those that cannot be read. */
  private static final class Reading implements RecordStore.Visitor {
    private final RecordDecoder decoder = new RecordDecoder();
    private final List<String> damage = new ArrayList<>();
    private long whole;

    @Override
    public void onRecord(
        DirectBuffer key,
        int keyOffset,
        int keyLength,
        DirectBuffer value,
        int valueOffset,
        int valueLength,
        long revision) {
      try {
        decoder.decode(value, valueOffset, valueLength);
        whole++;
      } catch (MalformedRecordException e) {
        String name = key.getStringWithoutLengthAscii(keyOffset, keyLength);
        damage.add("the record of " + name + " cannot be read: " + e.getMessage());
      }
    }

    @Override
    public void onDamaged(
        DirectBuffer key, int keyOffset, int keyLength, DamagedRecordException cause) {
      damage.add(cause.getMessage());
    }
  }
}
