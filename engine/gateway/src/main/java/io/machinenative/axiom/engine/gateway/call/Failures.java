package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.InputRequest;
import io.machinenative.axiom.api.Interaction;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.StatusFamily;
import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.json.Json;
import java.util.Map;

/** What our caller is told when a server fails or refuses. Stateless. */
final class Failures {
  /** The server needs a capability that the client did not declare. */
  private static final int MISSING_CAPABILITY = -32021;

  private static final int RETRY_MS = 200;

  private Failures() {}

  static ToolException of(String upstream, UpstreamException e) {
    String message = "upstream " + upstream + " " + e.getMessage();
    return switch (e.kind()) {
      case UNREACHABLE, SESSION_OVER -> new ToolException(Status.UNAVAILABLE, message, RETRY_MS);
      case BUSY, STUCK -> new ToolException(Status.OVERLOADED, message, e.retryAfterMs());
      case LOST -> new ToolException(Status.SERVER_STOPPED, message);
      case SILENT -> new ToolException(Status.DEADLINE_EXCEEDED, message);
      case WRONG, REFUSED, UNAUTHORIZED -> ToolException.error(message);
    };
  }

  /** Another Axiom says its status; others have few codes. */
  static ToolException of(String upstream, Incoming.Refusal refusal, Interaction interaction) {
    String message = "upstream " + upstream + ": " + refusal.message();
    Map<?, ?> data =
        refusal.data() != null && Json.read(refusal.data()) instanceof Map<?, ?> map
            ? map
            : Map.of();
    if (refusal.code() == MISSING_CAPABILITY) {
      askInVain(interaction, data);
    }
    if (refusal.code() == Messages.INVALID_PARAMS) {
      return ToolException.invalid(message);
    }
    if (data.get("name") instanceof String name && data.get("status") instanceof Integer code) {
      Status status = statusOf(name, code);
      if (status != null) {
        return new ToolException(
            status, message, data.get("retryAfterMs") instanceof Integer hintMs ? hintMs : 0);
      }
    }
    return ToolException.error(message + " (" + refusal.code() + ")");
  }

  private static Status statusOf(String name, int code) {
    for (Status status : Status.values()) {
      boolean passed =
          switch (StatusFamily.of(status)) {
            case NOT_STARTED, UNCERTAIN, TOOL -> true;
            default -> false;
          };
      if (passed && status.name().equals(name) && status.value() == code) {
        return status;
      }
    }
    return null;
  }

  /** Our caller is told as if it had been asked: what it would have to support. */
  private static void askInVain(Interaction interaction, Map<?, ?> data) {
    if (data.get("requiredCapabilities") instanceof Map<?, ?> required) {
      for (ClientFeature feature : ClientFeature.values()) {
        if (required.containsKey(feature.label()) && !interaction.supports(feature)) {
          interaction.ask("needed", new InputRequest(feature, feature.label(), Map.of()));
        }
      }
    }
  }
}
