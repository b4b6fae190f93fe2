package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.engine.control.CallWatch;
import io.machinenative.axiom.engine.pipeline.Route;
import java.util.Optional;

/**
 * Tells of which version of which plugin a tool is, also of one that is being replaced. Any thread;
 * allocates.
 */
final class ToolOwners implements CallWatch.Owners {
  private final Changes changes;

  ToolOwners(Changes changes) {
    this.changes = changes;
  }

  @Override
  public String nameOf(Route tool) {
    return tool.name() + ownerOf(tool).map(owner -> " of plugin " + owner).orElse("");
  }

  @Override
  public void unheeded(Route tool) {
    ownerOf(tool).ifPresent(owner -> owner.unheeded(tool.name()));
  }

  /** All tools of a version, and no others, share what counts their calls. */
  private Optional<PluginVersion> ownerOf(Route tool) {
    return changes.all().stream()
        .filter(version -> version.inFlight() == tool.inFlight())
        .findFirst();
  }
}
