package io.machinenative.axiom.engine.gateway.session;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.engine.json.HeaderArgument;
import java.util.List;

/**
 * A tool of an upstream server, as its list has it. Immutable.
 *
 * @param name there
 * @param title for people; empty for none
 * @param icons that may be shown
 * @param inputSchema word for word
 * @param outputSchema word for word; empty for none
 * @param readOnly changes nothing, as the server says
 * @param destructive may remove what cannot be brought back
 * @param idempotent twice does no more than once
 * @param openWorld reaches beyond that server
 * @param headers arguments that are repeated in header fields
 */
public record RemoteTool(
    String name,
    String title,
    String description,
    List<Icon> icons,
    String inputSchema,
    String outputSchema,
    boolean readOnly,
    boolean destructive,
    boolean idempotent,
    boolean openWorld,
    List<HeaderArgument> headers) {

  public RemoteTool {
    icons = List.copyOf(icons);
    headers = List.copyOf(headers);
  }
}
