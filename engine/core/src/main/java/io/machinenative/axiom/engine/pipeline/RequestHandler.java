package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.codec.CancelDecoder;
import io.machinenative.axiom.codec.DescribeToolDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import org.agrona.DirectBuffer;

/**
 * The way from validation to dispatch: messages of which every length was checked, in a state that
 * allows them.
 *
 * <p>Decoders are borrowed until the call returns, and stand at the beginning of their message.
 * Each method answers {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED} (nothing was done; the
 * message comes again), or {@link Outcome#CLOSED}.
 */
public interface RequestHandler {
  int onHello(Session session, HelloDecoder hello);

  int onHeartbeat(Session session, HeartbeatDecoder heartbeat);

  int onGoodbye(Session session, GoodbyeDecoder goodbye);

  int onInvoke(Session session, InvokeDecoder invoke);

  int onCancel(Session session, CancelDecoder cancel);

  int onListTools(Session session, ListToolsDecoder listTools);

  int onDescribeTool(Session session, DescribeToolDecoder describeTool);

  /**
   * A message of the registry's family, which the conductor decodes.
   *
   * @param offset of the fixed block, behind the header
   * @param length of block, groups and var data
   */
  int onRegistry(
      Session session,
      int templateId,
      int blockLength,
      int version,
      DirectBuffer buffer,
      int offset,
      int length);
}
