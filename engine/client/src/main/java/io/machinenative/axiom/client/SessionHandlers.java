package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ErrorDecoder;
import io.machinenative.axiom.codec.FragmentDecoder;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.ProgressDecoder;
import io.machinenative.axiom.codec.RejectDecoder;
import io.machinenative.axiom.codec.ResultDecoder;
import io.machinenative.axiom.codec.ToolDescriptionDecoder;
import io.machinenative.axiom.codec.ToolListDecoder;
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
  }
}
