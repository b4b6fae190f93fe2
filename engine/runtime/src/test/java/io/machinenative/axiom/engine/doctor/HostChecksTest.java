package io.machinenative.axiom.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.machinenative.axiom.engine.doctor.Finding.State;
import io.machinenative.axiom.natives.aes.GcmEngine;
import io.machinenative.axiom.natives.aes.GcmEngineReport;
import io.machinenative.axiom.natives.link.Availability;
import io.machinenative.axiom.natives.link.Platform;
import io.machinenative.axiom.natives.zstd.ZstdProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check understands the files of a machine, and says so when they are not there. */
class HostChecksTest {
  @TempDir private Path root;
  private HostSample host;

  @BeforeEach
  void emptyHost() {
    host = new HostSample(root);
  }

  private static Finding only(Check check) {
    List<Finding> findings = check.look();
    assertEquals(1, findings.size(), findings::toString);
    return findings.getFirst();
  }

  private static void assertFound(State state, String part, Finding finding) {
    assertEquals(state, finding.state(), finding::toString);
    assertTrue(finding.found().contains(part), finding::toString);
    boolean needsRemedy = state == State.ADVICE || state == State.PROBLEM;
    assertEquals(needsRemedy, !finding.remedy().isEmpty(), finding::toString);
  }

  @Test
  void anotherSystemIsNotChecked() {
    List<Check> checks =
        List.of(
            new CpuQuotaCheck(host.files()),
            new CpuFeaturesCheck(host.files()),
            new ClockSourceCheck(host.files()),
            new HugePagesCheck(host.files()),
            new SharedMemoryCheck(host.files()),
            new SocketBuffersCheck(host.files()));
    for (Check check : checks) {
      assertFound(State.NOT_CHECKED, "not checked here", only(check));
    }
  }

  @Test
  void quotaOfControlGroups2() throws IOException {
    host.with("/proc/self/cgroup", "0::/system.slice/axiom.service\n");
    assertFound(State.OK, "none", only(new CpuQuotaCheck(host.files())));
    host.with("/sys/fs/cgroup/system.slice/axiom.service/cpu.max", "max 100000\n");
    assertFound(State.OK, "none", only(new CpuQuotaCheck(host.files())));
    host.with("/sys/fs/cgroup/system.slice/axiom.service/cpu.max", "150000 100000\n");
    assertFound(State.ADVICE, "1.50 cores", only(new CpuQuotaCheck(host.files())));
  }

  @Test
  void quotaWithinAContainerIsThatOfTheRoot() throws IOException {
    host.with("/proc/self/cgroup", "0::/docker/0123abcd\n")
        .with("/sys/fs/cgroup/cpu.max", "50000 100000\n");
    assertFound(State.ADVICE, "0.50 cores", only(new CpuQuotaCheck(host.files())));
  }

  @Test
  void quotaOfControlGroups1() throws IOException {
    host.with("/proc/self/cgroup", "4:memory:/x\n3:cpu,cpuacct:/jobs\n0::/\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_quota_us", "-1\n")
        .with("/sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_period_us", "100000\n");
    assertFound(State.OK, "none", only(new CpuQuotaCheck(host.files())));
    host.with("/sys/fs/cgroup/cpu,cpuacct/jobs/cpu.cfs_quota_us", "250000\n");
    assertFound(State.ADVICE, "2.50 cores", only(new CpuQuotaCheck(host.files())));
  }

  @Test
  void cpuFeatures() throws IOException {
    String server = "flags\t\t: fpu sse4_2 aes avx2 avx512f avx512bw vaes vpclmulqdq\n";
    host.with("/proc/cpuinfo", "processor\t: 0\n" + server + "vmx flags\t: vnmi\n");
    Finding found = only(new CpuFeaturesCheck(host.files()));
    assertFound(State.OK, "SSE4.2 AES AVX2 AVX-512 VAES VPCLMULQDQ", found);

    host.with("/proc/cpuinfo", "flags\t\t: fpu sse4_2 aes avx2\n");
    Finding older = only(new CpuFeaturesCheck(host.files()));
    assertFound(State.OK, "SSE4.2 AES AVX2; not AVX-512 VAES VPCLMULQDQ", older);

    host.with("/proc/cpuinfo", "flags\t\t: fpu sse4_2\n");
    assertFound(State.ADVICE, "not AES", only(new CpuFeaturesCheck(host.files())));

    host.with("/proc/cpuinfo", "Features\t: fp asimd aes\n");
    assertFound(State.NOT_CHECKED, "", only(new CpuFeaturesCheck(host.files())));
  }

  @Test
  void clockSource() throws IOException {
    String folder = "/sys/devices/system/clocksource/clocksource0/";
    host.with(folder + "current_clocksource", "tsc\n");
    assertFound(State.OK, "tsc", only(new ClockSourceCheck(host.files())));
    host.with(folder + "current_clocksource", "hpet\n")
        .with(folder + "available_clocksource", "hpet acpi_pm \n");
    assertFound(State.ADVICE, "hpet acpi_pm", only(new ClockSourceCheck(host.files())));
  }

  @Test
  void hugePages() {
    assertFound(State.OK, "madvise", HugePagesCheck.judge("always [madvise] never"));
    assertFound(State.ADVICE, "always", HugePagesCheck.judge("[always] madvise never"));
    assertFound(State.NOT_CHECKED, "", HugePagesCheck.judge("what"));
  }

  @Test
  void sharedMemory() {
    List<String> mounts =
        List.of(
            "proc /proc proc rw 0 0",
            "shm /dev/shm tmpfs rw,nosuid,noexec,size=65536k 0 0",
            "tmpfs /dev/shm tmpfs rw,relatime 0 0");
    assertEquals("tmpfs rw,relatime", SharedMemoryCheck.mount(mounts).orElseThrow());
    long client = SharedMemoryCheck.CLIENT_BYTES;
    long least = SharedMemoryCheck.DRIVER_BYTES + client;
    var mount = SharedMemoryCheck.mount(mounts);
    assertFound(State.OK, "480 MiB free", SharedMemoryCheck.judge(20 * client, mount));
    assertFound(State.ADVICE, "72 MiB free", SharedMemoryCheck.judge(least, mount));
    assertFound(State.PROBLEM, "71 MiB free", SharedMemoryCheck.judge(least - 1, mount));
    var disk = SharedMemoryCheck.mount(List.of("/dev/sda1 /dev/shm ext4 rw 0 0"));
    assertFound(State.ADVICE, "ext4", SharedMemoryCheck.judge(20 * client, disk));
  }

  @Test
  void limits() {
    assertFound(State.OK, "50 of 65536", LimitsCheck.openFiles(65536, 50));
    assertFound(State.ADVICE, "50 of 1024", LimitsCheck.openFiles(1024, 50));
    assertFound(State.PROBLEM, "50 of 256", LimitsCheck.openFiles(256, 50));
    List<String> table =
        List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max locked memory         8388608              unlimited            bytes     ");
    assertFound(State.OK, "8192 KiB", LimitsCheck.lockedMemory(table));
    assertFound(
        State.OK,
        "unlimited",
        LimitsCheck.lockedMemory(List.of("Max locked memory  unlimited  unlimited  bytes")));
    assertFound(State.NOT_CHECKED, "", LimitsCheck.lockedMemory(List.of()));
  }

  @Test
  void socketBuffers() throws IOException {
    host.with("/proc/sys/net/core/rmem_max", "212992\n")
        .with("/proc/sys/net/core/wmem_max", "212992\n");
    assertFound(State.OK, "208 KiB to receive", only(new SocketBuffersCheck(host.files())));
    host.with("/proc/sys/net/core/rmem_max", "65536\n");
    assertFound(State.PROBLEM, "64 KiB to receive", only(new SocketBuffersCheck(host.files())));
  }

  @Test
  void nativeLibraries() {
    Availability system =
        new Availability("zstd", true, "libzstd.so.1", "1.5.4", "system", List.of());
    assertFound(
        State.OK, "1.5.4 (libzstd.so.1)", NativeLibrariesCheck.zstd(ZstdProvider.SYSTEM, system));
    Availability none = Availability.none("zstd", "not found", List.of());
    assertFound(
        State.ADVICE,
        "in pure Java: not found",
        NativeLibrariesCheck.zstd(ZstdProvider.JAVA, none));
    assertFound(State.PROBLEM, "none: ", NativeLibrariesCheck.zstd(ZstdProvider.NONE, none));

    Availability jdk = new Availability("jce", true, "JDK", "25", "part of the JDK", List.of());
    GcmEngineReport jce = new GcmEngineReport(GcmEngine.JCE, "", jdk);
    Finding slow = NativeLibrariesCheck.aes(GcmEngine.JCE, jce, new Platform("linux", "amd64"));
    assertFound(State.ADVICE, "jce 25 (JDK)", slow);
    assertTrue(slow.remedy().startsWith("apt install libipsec-mb1"), slow::remedy);
    assertFound(
        State.OK,
        "jce 25 (JDK)",
        NativeLibrariesCheck.aes(GcmEngine.JCE, jce, new Platform("macos", "aarch64")));
    for (Finding finding : new NativeLibrariesCheck().look()) {
      assertTrue(finding.state() != State.PROBLEM, finding::toString);
    }
  }

  @Test
  void swap() {
    List<String> used = List.of("MemTotal: 24683656 kB", "SwapTotal: 2048 kB", "SwapFree: 1024 kB");
    assertFound(State.ADVICE, "1 MiB of 2 MiB", MemoryCheck.swap(used));
    List<String> none = List.of("SwapTotal:             0 kB", "SwapFree:              0 kB");
    assertFound(State.OK, "none", MemoryCheck.swap(none));
    assertFound(State.NOT_CHECKED, "", MemoryCheck.swap(List.of()));
  }
}
