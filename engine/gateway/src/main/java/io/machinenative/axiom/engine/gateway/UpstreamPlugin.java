package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.api.Announcements;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an upstream server lists at one moment, as a plugin: it is swapped when the lists change,
 * and calls go on.
 */
final class UpstreamPlugin implements Plugin {
  private static final String PREFIX = "upstream-";

  private final String id;
  private final String version;
  private final List<Tool> tools;
  private final List<Offer> offers;
  private final Consumer<Announcements> lent;

  /**
   * @param generation grows with each change of the lists
   * @param lent is given what tells clients of updates, once it serves
   */
  UpstreamPlugin(
      String upstream,
      int generation,
      List<Tool> tools,
      List<Offer> offers,
      Consumer<Announcements> lent) {
    this.id = idOf(upstream);
    this.version = "1." + generation + ".0";
    this.tools = List.copyOf(tools);
    this.offers = List.copyOf(offers);
    this.lent = lent;
  }

  static String idOf(String upstream) {
    return PREFIX + upstream;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void initialize(PluginContext context) {
    lent.accept(context.announcements());
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public List<Offer> offers() {
    return offers;
  }
}
