package io.machinenative.axiom.api;

/**
 * A tool's face for bytes. Called by one thread at a time per call, by several threads at once when
 * several workers run it; state of its own must be safe for that.
 */
@FunctionalInterface
public interface RawHandler {
  /**
   * Serves one call.
   *
   * @throws ToolException to fail the call with a status and a message that the caller sees
   * @throws Exception anything else fails the call with TOOL_FAULT, is counted and recorded, and
   *     its text is not sent
   */
  void handle(RawInvocation call) throws Exception;
}
