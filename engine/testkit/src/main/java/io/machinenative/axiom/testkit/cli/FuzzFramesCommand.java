package io.machinenative.axiom.testkit.cli;

import io.machinenative.axiom.testkit.FrameFuzzer;
import io.machinenative.axiom.testkit.FuzzReport;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code axiom fuzz frames}: frames that are almost right, against the stages of the data plane.
 */
@Command(
    name = "frames",
    description = {
      "Feeds the data plane with frames that are almost right: mutated lengths, templates, blocks,",
      "fragments, splices and noise. Finds exceptions, leaks, hangs, and replies that are no"
          + " messages.",
      "The same seed gives the same run."
    },
    mixinStandardHelpOptions = true)
public final class FuzzFramesCommand extends SeededFuzz {
  private static final long FRAMES_PER_NOTE = 1_000_000;

  @Option(
      names = "--frames",
      defaultValue = "10000000",
      description = "At least so many (default: ${DEFAULT-VALUE}).")
  private long frames;

  @Override
  String scope() {
    return atLeastOne("--frames", frames);
  }

  @Override
  Map<String, Object> run(long chosenSeed) {
    FuzzReport report = new FrameFuzzer(chosenSeed).run(frames, this::note);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("frames", report.frames());
    answer.put("frames_per_s", report.framesPerSecond());
    answer.put("refused_for_back_pressure", report.refused());
    answer.put("connections", report.sessions());
    answer.put("ended_by_the_server", report.ended());
    answer.put("audits_without_a_leak", report.audits());
    answer.put("heap_growth_bytes", report.heapGrowthBytes());
    answer.put("replies", report.replies());
    answer.put("counters", report.counters());
    return answer;
  }

  @Override
  String verdict() {
    return "no exception, no leak, no hang, every reply a message";
  }

  private void note(long done) {
    if (done % FRAMES_PER_NOTE < FrameFuzzer.FRAMES_PER_AUDIT) {
      say(Long.toString(done));
    }
  }
}
