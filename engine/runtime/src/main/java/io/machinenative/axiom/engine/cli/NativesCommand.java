package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesGcm;
import io.machinenative.axiom.natives.aes.GcmEngineReport;
import io.machinenative.axiom.natives.argon2.Argon2id;
import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.os.CpuFeatures;
import io.machinenative.axiom.natives.os.Libc;
import io.machinenative.axiom.natives.os.LockedMemory;
import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code axiom natives}: which native libraries are linked, and how fast they are here. */
@Command(
    name = "natives",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the native libraries: which file and version, whether it passed its self-test, what",
      "was tried before, which one is used, and how fast each is here."
    })
final class NativesCommand implements Callable<Integer> {
  /** What the libraries choose by, and what doctors ask for; in Linux' words. */
  private static final List<String> CPU_FLAGS =
      List.of("aes", "pclmulqdq", "avx", "avx2", "bmi2", "avx512f", "vaes", "vpclmulqdq", "sha_ni");

  /** A line of the answer. */
  private record Row(
      String purpose,
      String library,
      boolean used,
      Availability availability,
      String variant,
      Map<String, Double> megabytesPerSecond) {
    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("purpose", purpose);
      map.put("library", library);
      map.put("used", used);
      map.put("usable", availability.usable());
      map.put("version", availability.version());
      map.put("from", availability.from());
      map.put("variant", variant);
      map.put("reason", availability.reason());
      map.put("tried", availability.tried());
      map.put("mb_per_s", megabytesPerSecond);
      return map;
    }
  }

  private final Terminal terminal;

  @Option(names = "--no-speed", description = "Does not measure, which takes some seconds.")
  private boolean noSpeed;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  NativesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Row> rows = new ArrayList<>();
    rows.add(zstd());
    AesGcm.engines().forEach(report -> rows.add(aes(report)));
    rows.add(argon2());
    rows.add(libc());
    List<String> flags =
        CPU_FLAGS.stream().filter(flag -> CpuFeatures.current().hasAll(flag)).toList();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("cpu", flags);
      answer.put("libraries", rows.stream().map(Row::toMap).toList());
      terminal.printJson(answer);
    } else {
      terminal.print(
          "CPU: " + (flags.isEmpty() ? "the system does not say" : String.join(" ", flags)));
      terminal.print("");
      rows.forEach(this::print);
    }
    return ExitCode.OK;
  }

  private Row zstd() {
    Map<String, Double> speed = new LinkedHashMap<>();
    if (!noSpeed && Zstd.provider() != ZstdProvider.NONE) {
      terminal.progress("zstd");
      speed.put("compress 64 KiB, level 3", NativeSpeed.compressing());
      speed.put("decompress", NativeSpeed.decompressing());
    }
    String provider = Zstd.provider().name().toLowerCase(Locale.ROOT);
    boolean used = Zstd.provider() != ZstdProvider.NONE;
    return new Row("compression", "zstd", used, Zstd.availability(), provider, speed);
  }

  private Row aes(GcmEngineReport report) {
    Map<String, Double> speed = new LinkedHashMap<>();
    if (!noSpeed && report.availability().usable()) {
      terminal.progress(report.engine().label());
      speed.put("seal 1 KiB", NativeSpeed.sealing(report.engine()));
    }
    return new Row(
        "AES-256-GCM",
        report.engine().label(),
        report.engine() == AesGcm.engine(),
        report.availability(),
        report.variant(),
        speed);
  }

  private static Row argon2() {
    Availability argon2 = Argon2id.availability();
    return new Row("keys of passphrases", "argon2", argon2.usable(), argon2, "", Map.of());
  }

  private static Row libc() {
    Availability libc = Libc.availability();
    try (LockedMemory memory = new LockedMemory(1)) {
      String lock = memory.isLocked() ? "keys are locked in memory" : memory.refusal();
      return new Row("locked memory, CPUs", "libc", libc.usable(), libc, lock, Map.of());
    }
  }

  private void print(Row row) {
    Availability found = row.availability();
    String state =
        row.used()
            ? terminal.good("used     ")
            : found.usable() ? "usable   " : terminal.warning("missing  ");
    String name = String.format(Locale.ROOT, "%-20s %-10s ", row.purpose(), row.library());
    terminal.print(
        state
            + name
            + Stream.of(found.version(), row.variant(), found.from())
                .filter(text -> !text.isEmpty())
                .reduce((a, b) -> a + ", " + b)
                .orElse(""));
    terminal.print(" ".repeat(41) + found.reason());
    found.tried().stream()
        .filter(line -> !line.equals(found.reason()))
        .forEach(line -> terminal.print(" ".repeat(41) + "before: " + line));
    row.megabytesPerSecond()
        .forEach((what, speed) ->
            terminal.print(
                String.format(Locale.ROOT, "%s%s: %,.0f MB/s", " ".repeat(41), what, speed)));
  }
}
