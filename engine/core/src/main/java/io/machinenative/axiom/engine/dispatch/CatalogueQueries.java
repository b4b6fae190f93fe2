package io.machinenative.axiom.engine.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ContentTypesEncoder;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolDescriptionEncoder;
import io.machinenative.axiom.codec.ToolFlagsEncoder;
import io.machinenative.axiom.codec.ToolListEncoder;
import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.access.Grants;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Outcome;
import io.machinenative.axiom.engine.pipeline.PooledBuffer;
import io.machinenative.axiom.engine.pipeline.Replies;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.machinenative.axiom.engine.pipeline.Session;
import io.machinenative.axiom.engine.pipeline.Text;

/**
 * Answers what tools there are, from the snapshot of this duty cycle. Owned by an ingress agent.
 * Allocates.
 */
final class CatalogueQueries {
  private static final int DEFAULT_PAGE_SIZE = 50;

  /** Name, version and title at their longest, with lengths and block, for each tool of a page. */
  private static final int MAX_SUMMARY_BYTES = 1024;

  private static final int MAX_TITLE_BYTES = 512;
  private static final int MAX_VERSION_BYTES = 256;

  private static final int PAGE_OVERHEAD_BYTES =
      WireLimits.HEADER_BYTES
          + ToolListEncoder.BLOCK_LENGTH
          + ToolListEncoder.ToolsEncoder.HEADER_SIZE;

  private final IngressContext context;
  private final Replies replies;
  private final BufferPool pool;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ToolListEncoder list = new ToolListEncoder();
  private final ToolDescriptionEncoder description = new ToolDescriptionEncoder();

  CatalogueQueries(IngressContext context, Replies replies, BufferPool pool) {
    this.context = context;
    this.replies = replies;
    this.pool = pool;
  }

  int onListTools(Session session, ListToolsDecoder request) {
    long correlationId = request.correlationId();
    int asked = request.pageSize();
    if (asked > WireLimits.MAX_PAGE_SIZE) {
      replies.error(
          session,
          correlationId,
          Status.BAD_REQUEST,
          0,
          "pageSize: expected 0 to " + WireLimits.MAX_PAGE_SIZE + ", got " + asked);
      return Outcome.OK;
    }
    int fitting = Math.max(1, (session.maxMessageBytes - PAGE_OVERHEAD_BYTES) / MAX_SUMMARY_BYTES);
    int pageSize = Math.min(asked == 0 ? DEFAULT_PAGE_SIZE : asked, fitting);
    PooledBuffer answer = pool.acquire(PAGE_OVERHEAD_BYTES + pageSize * MAX_SUMMARY_BYTES);
    if (answer == null) {
      return Outcome.BACK_PRESSURED;
    }
    String after = request.after();
    String prefix = request.prefix();
    encodePage(session, answer, correlationId, pageSize, after, prefix);
    replies.send(session, answer, WireLimits.HEADER_BYTES + list.encodedLength());
    return Outcome.OK;
  }

  private void encodePage(
      Session session,
      PooledBuffer answer,
      long correlationId,
      int pageSize,
      String after,
      String prefix) {
    RouteSnapshot routes = context.routes();
    Grants grants = routes.grants(session.caller, context.policy().guard());
    int total = 0;
    int first = -1;
    int inPage = 0;
    int afterIndex = routes.firstAfter(after);
    for (int i = 0; i < routes.size(); i++) {
      if (isListed(routes, grants, i, prefix)) {
        total++;
        if (i >= afterIndex) {
          first = first < 0 ? i : first;
          inPage++;
        }
      }
    }
    boolean more = inPage > pageSize;
    int count = Math.min(inPage, pageSize);
    list.wrapAndApplyHeader(answer.buffer(), 0, header)
        .correlationId(correlationId)
        .catalogueEpoch(routes.epoch())
        .total(total)
        .more((short) (more ? 1 : 0));
    ToolListEncoder.ToolsEncoder tools = list.toolsCount(count);
    int next = first;
    for (int i = 0; i < count; i++) {
      while (!isListed(routes, grants, next, prefix)) {
        next++;
      }
      encodeSummary(tools.next(), routes.byName(next++));
    }
  }

  /** A caller sees what it may call. */
  private static boolean isListed(RouteSnapshot routes, Grants grants, int index, String prefix) {
    Route route = routes.byName(index);
    return route.name().startsWith(prefix)
        && (grants.allowsAll() || grants.allows(routes.slotOf(route.toolId())));
  }

  private static void encodeSummary(ToolListEncoder.ToolsEncoder tool, Route route) {
    tool.toolId(Integer.toUnsignedLong(route.toolId())).mode(route.mode());
    flags(tool.flags(), route);
    accepts(tool.accepts(), route);
    byte[] version = Text.bytes(route.label().version(), MAX_VERSION_BYTES);
    byte[] title = Text.bytes(route.label().title(), MAX_TITLE_BYTES);
    tool.name(route.name()).putVersion(version, 0, version.length).putTitle(title, 0, title.length);
  }

  private static void flags(ToolFlagsEncoder flags, Route route) {
    flags
        .clear()
        .idempotent(route.hints().idempotent())
        .readOnly(route.hints().readOnly())
        .destructive(route.hints().destructive())
        .openWorld(route.hints().openWorld());
  }

  private static void accepts(ContentTypesEncoder accepts, Route route) {
    accepts
        .clear()
        .binary(route.handler(ContentType.BINARY.value()) != null)
        .json(route.handler(ContentType.JSON.value()) != null)
        .compound(route.handler(ContentType.COMPOUND.value()) != null)
        .text(route.handler(ContentType.TEXT.value()) != null);
  }

  int onDescribeTool(Session session, DescribeToolDecoder request) {
    long correlationId = request.correlationId();
    Route route = context.routes().find((int) request.toolId());
    if (route == null
        || !context.routes().allows(session.caller, context.policy().guard(), route)) {
      replies.error(
          session,
          correlationId,
          Status.UNKNOWN_TOOL,
          0,
          "no tool has the id 0x" + Long.toHexString(request.toolId()));
      return Outcome.OK;
    }
    byte[] about = route.label().description().getBytes(UTF_8);
    byte[] input = route.schemas().input().getBytes(UTF_8);
    byte[] output = route.schemas().output().getBytes(UTF_8);
    long bytes = (long) MAX_SUMMARY_BYTES + about.length + input.length + output.length;
    if (bytes > session.maxMessageBytes) {
      replies.error(
          session,
          correlationId,
          Status.RESULT_TOO_LARGE,
          0,
          "the description has about "
              + bytes
              + " bytes, the session allows "
              + session.maxMessageBytes);
      return Outcome.OK;
    }
    PooledBuffer answer = pool.acquire((int) bytes);
    if (answer == null) {
      return Outcome.BACK_PRESSURED;
    }
    encodeDescription(answer, correlationId, route, about, input, output);
    replies.send(session, answer, WireLimits.HEADER_BYTES + description.encodedLength());
    return Outcome.OK;
  }

  private void encodeDescription(
      PooledBuffer answer,
      long correlationId,
      Route route,
      byte[] about,
      byte[] input,
      byte[] output) {
    byte[] version = Text.bytes(route.label().version(), MAX_VERSION_BYTES);
    byte[] title = Text.bytes(route.label().title(), MAX_TITLE_BYTES);
    description
        .wrapAndApplyHeader(answer.buffer(), 0, header)
        .correlationId(correlationId)
        .catalogueEpoch(context.routes().epoch())
        .toolId(Integer.toUnsignedLong(route.toolId()))
        .mode(route.mode());
    flags(description.flags(), route);
    accepts(description.accepts(), route);
    description
        .name(route.name())
        .putVersion(version, 0, version.length)
        .putTitle(title, 0, title.length)
        .putDescription(about, 0, about.length)
        .putInputSchema(input, 0, input.length)
        .putOutputSchema(output, 0, output.length);
  }
}
