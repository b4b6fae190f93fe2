package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.LeasesRenewedDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RecordOutcomeDecoder;
import io.machinenative.axiom.codec.RecordPageDecoder;
import io.machinenative.axiom.codec.RecordReplyDecoder;
import io.machinenative.axiom.codec.RegistryChangesDecoder;
import io.machinenative.axiom.codec.RegistryResyncDecoder;
import io.machinenative.axiom.codec.RegistryStatisticsDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
import io.machinenative.axiom.codec.WatchEndedDecoder;
import io.machinenative.axiom.codec.WatchStartedDecoder;
import io.machinenative.axiom.codec.WelcomeDecoder;

/** Who takes what a server sends: the list of all handlers. */
final class SessionHandlers {
  private SessionHandlers() {}

  static void register(ClientSession session, InboundFrames frames, FragmentHandler fragments) {
    frames.handle(WelcomeDecoder.TEMPLATE_ID, new WelcomeHandler(session));
    frames.handle(RejectDecoder.TEMPLATE_ID, new RejectHandler(session));
    frames.handle(HeartbeatDecoder.TEMPLATE_ID, new HeartbeatHandler(session));
    frames.handle(GoodbyeDecoder.TEMPLATE_ID, new GoodbyeHandler(session));
    frames.handle(FragmentDecoder.TEMPLATE_ID, fragments);
    frames.handle(ResultDecoder.TEMPLATE_ID, new ResultHandler(session));
    frames.handle(ErrorDecoder.TEMPLATE_ID, new ErrorHandler(session));
    frames.handle(ProgressDecoder.TEMPLATE_ID, new ProgressHandler(session));
    frames.handle(ToolListDecoder.TEMPLATE_ID, new ToolListHandler(session));
    frames.handle(ToolDescriptionDecoder.TEMPLATE_ID, new ToolDescriptionHandler(session));
    answer(session, frames, RecordOutcomeDecoder.TEMPLATE_ID, RegistryShapes.OUTCOME);
    answer(session, frames, RecordReplyDecoder.TEMPLATE_ID, RegistryShapes.REPLY);
    answer(session, frames, RecordPageDecoder.TEMPLATE_ID, RegistryShapes.PAGE);
    answer(session, frames, LeasesRenewedDecoder.TEMPLATE_ID, RegistryShapes.RENEWED);
    answer(session, frames, RegistryStatisticsDecoder.TEMPLATE_ID, RegistryShapes.STATISTICS);
    answer(session, frames, WatchStartedDecoder.TEMPLATE_ID, RegistryShapes.STARTED);
    answer(session, frames, WatchEndedDecoder.TEMPLATE_ID, RegistryShapes.ENDED);
    frames.handle(
        RegistryChangesDecoder.TEMPLATE_ID,
        new RegistryPushes(session, RegistryShapes.CHANGES, false));
    frames.handle(
        RegistryResyncDecoder.TEMPLATE_ID,
        new RegistryPushes(session, RegistryShapes.RESYNC, true));
  }

  private static void answer(
      ClientSession session, InboundFrames frames, int templateId, MessageShape shape) {
    frames.handle(templateId, new RegistryAnswers(session, templateId, shape));
  }
}
