package io.machinenative.axiom.engine.doctor;

import java.util.List;
import java.util.Optional;

/** Whether Aeron gets the UDP socket buffers that it asks for. */
final class SocketBuffersCheck implements Check {
  private static final String NAME = "UDP buffers";
  private static final String FOLDER = "/proc/sys/net/core/";

  /** What Aeron's driver asks for unless it is told otherwise; with less it does not start. */
  private static final long ASKED_BYTES = 128 * 1024;

  private final HostFiles host;

  SocketBuffersCheck(HostFiles host) {
    this.host = host;
  }

  @Override
  public List<Finding> look() {
    Optional<Long> receive = host.text(FOLDER + "rmem_max").map(Long::parseLong);
    Optional<Long> send = host.text(FOLDER + "wmem_max").map(Long::parseLong);
    return List.of(
        receive.isPresent() && send.isPresent()
            ? judge(receive.get(), send.get())
            : Finding.notChecked(NAME));
  }

  static Finding judge(long receiveBytes, long sendBytes) {
    String found =
        "at most "
            + (receiveBytes >> 10)
            + " KiB to receive, "
            + (sendBytes >> 10)
            + " KiB to send; the embedded driver asks for "
            + (ASKED_BYTES >> 10)
            + " KiB";
    return Math.min(receiveBytes, sendBytes) < ASKED_BYTES
        ? Finding.problem(
            NAME,
            found,
            "sysctl -w net.core.rmem_max=2097152 net.core.wmem_max=2097152, and in"
                + " /etc/sysctl.d to keep it")
        : Finding.ok(NAME, found);
  }
}
