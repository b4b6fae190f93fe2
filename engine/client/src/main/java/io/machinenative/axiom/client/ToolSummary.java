package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ContentTypesDecoder;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.ToolFlagsDecoder;
import java.util.EnumSet;
import java.util.Set;

/**
 * A tool as the catalogue lists it.
 *
 * @param id {@code ToolId} of the name
 * @param name by which it is called
 * @param version semantic version
 * @param title for people
 * @param mode where it runs; {@code SBE_UNKNOWN} for a mode that this build does not know
 * @param accepts content types that it takes
 * @param idempotent calling twice does no more than calling once
 * @param readOnly changes nothing
 * @param destructive may remove what cannot be brought back
 * @param openWorld reaches beyond the server
 */
public record ToolSummary(
    int id,
    String name,
    String version,
    String title,
    ExecutionMode mode,
    Set<ContentType> accepts,
    boolean idempotent,
    boolean readOnly,
    boolean destructive,
    boolean openWorld) {
  public ToolSummary {
    accepts = Set.copyOf(accepts);
  }

  static ToolSummary of(
      int id,
      ExecutionMode mode,
      ToolFlagsDecoder flags,
      Set<ContentType> accepts,
      String name,
      String version,
      String title) {
    return new ToolSummary(
        id,
        name,
        version,
        title,
        mode,
        accepts,
        flags.idempotent(),
        flags.readOnly(),
        flags.destructive(),
        flags.openWorld());
  }

  static Set<ContentType> contentTypes(ContentTypesDecoder bits) {
    Set<ContentType> types = EnumSet.noneOf(ContentType.class);
    if (bits.binary()) {
      types.add(ContentType.BINARY);
    }
    if (bits.json()) {
      types.add(ContentType.JSON);
    }
    if (bits.compound()) {
      types.add(ContentType.COMPOUND);
    }
    if (bits.text()) {
      types.add(ContentType.TEXT);
    }
    return types;
  }
}
