package io.machinenative.axiom.engine.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import io.machinenative.axiom.engine.base.EngineLimits;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Whether the heap and the memory beside it are there, and enough for the default limits. */
final class MemoryCheck implements Check {
  private static final String NAME = "memory";

  /** In-process, Aeron and TCP: each kind of carrier has an ingress agent with slots of its own. */
  private static final int CARRIER_KINDS = 3;

  private final HostFiles host;

  MemoryCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    long heapBytes = Runtime.getRuntime().maxMemory();
    long setBytes =
        Long.parseLong(
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
    // 0 stands for as much as the heap
    long directBytes = setBytes == 0 ? heapBytes : setBytes;
    // what a container may use, inside one
    long machineBytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return List.of(judge(heapBytes, directBytes, machineBytes), swap(host.lines("/proc/meminfo")));
  }

  /** What the default limits reserve beside the heap: the pool, and each ingress agent's slots. */
  static long reservedBytes(EngineLimits limits) {
    return limits.poolBytes() + CARRIER_KINDS * 2L * limits.slotCount() * limits.slotBytes();
  }

  static Finding judge(long heapBytes, long directBytes, long machineBytes) {
    long neededBytes = reservedBytes(EngineLimits.DEFAULTS);
    String found =
        "heap "
            + mib(heapBytes)
            + ", direct "
            + mib(directBytes)
            + ", machine "
            + mib(machineBytes);
    if (directBytes < neededBytes) {
      return Finding.problem(
          NAME,
          found,
          "the default limits reserve "
              + mib(neededBytes)
              + " of direct memory: raise"
              + " -XX:MaxDirectMemorySize, or lower limits.pool and limits.slots");
    }
    return heapBytes + directBytes > machineBytes
        ? Finding.advice(
            NAME, found, "heap and direct memory together exceed the machine: lower -Xmx")
        : Finding.ok(NAME, found);
  }

  static Finding swap(List<String> meminfo) {
    long swapKib = kib(meminfo, "SwapTotal:");
    if (swapKib < 0) {
      return Finding.notChecked("swap");
    }
    long usedKib = swapKib - Math.max(0, kib(meminfo, "SwapFree:"));
    String found =
        swapKib == 0 ? "none" : mib(usedKib << 10) + " of " + mib(swapKib << 10) + " used";
    return usedKib > 0
        ? Finding.advice(
            "swap",
            found,
            "a page that was swapped out costs milliseconds: sysctl -w vm.swappiness=1, or swapoff"
                + " -a")
        : Finding.ok("swap", found);
  }

  private static long kib(List<String> meminfo, String key) {
    return meminfo.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(-1);
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%d MiB", bytes >> 20);
  }
}
