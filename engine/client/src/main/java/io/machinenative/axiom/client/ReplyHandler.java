package io.machinenative.axiom.client;

import io.machinenative.axiom.codec.ContentType;
import org.agrona.DirectBuffer;

/**
 * Takes what becomes of a call: any number of {@link #onProgress}, then exactly one of {@link
 * #onResult} and {@link #onError}. Called on the session's thread, which may send new calls from
 * here; must not throw.
 */
public interface ReplyHandler extends FailureHandler {
  /**
   * The tool has done it.
   *
   * @param token given with the call
   * @param contentType of the reply; {@code SBE_UNKNOWN} for one that this build does not know
   * @param buffer holds the reply; borrowed until the call returns
   */
  void onResult(long token, ContentType contentType, DirectBuffer buffer, int offset, int length);

  /**
   * The tool tells how far it is.
   *
   * @param token given with the call
   * @param done grows
   * @param total what {@code done} ends at; NaN when not known
   * @param message holds a text in UTF-8, empty for none; borrowed until the call returns
   */
  default void onProgress(
      long token, double done, double total, DirectBuffer message, int offset, int length) {}
}
