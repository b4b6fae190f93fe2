package io.machinenative.axiom.samples.conformance;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.util.List;
import java.util.stream.Stream;

/** Delivers what the conformance suite asks for. */
public final class ConformancePlugin implements Plugin {
  private Announcements announcements = Announcements.NONE;

  @Override
  public String id() {
    return "mcp-conformance";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) {
    announcements = context.announcements();
  }

  @Override
  public List<Tool> tools() {
    return Stream.of(
            ContentTools.all(),
            TalkingTools.all(announcements),
            AskingTools.all(),
            RoundTools.all(),
            LongTools.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Offer> offers() {
    return Offers.all();
  }
}
