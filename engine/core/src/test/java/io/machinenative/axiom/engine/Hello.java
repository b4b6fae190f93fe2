package io.machinenative.axiom.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.HelloEncoder;

/** What a client says first; a test changes what it is about. */
final class Hello {
  boolean progress = true;
  boolean fragments = true;
  long maxMessageBytes;
  long creditWindow;
  long heartbeatIntervalMs;
  int minVersion = 1;
  int maxVersion = 1;
  String responseChannel = "";
  String clientName = "test-client";
  byte[] credentials = new byte[0];

  byte[] build() {
    return Messages.encode((buffer, header) -> {
      HelloEncoder hello = new HelloEncoder().wrapAndApplyHeader(buffer, 0, header);
      hello.capabilities().clear().progress(progress).fragments(fragments);
      hello
          .maxMessageBytes(maxMessageBytes)
          .creditWindow(creditWindow)
          .heartbeatIntervalMs(heartbeatIntervalMs)
          .responseStreamId(0)
          .minVersion(minVersion)
          .maxVersion(maxVersion);
      byte[] name = clientName.getBytes(UTF_8);
      hello
          .responseChannel(responseChannel)
          .putClientName(name, 0, name.length)
          .putCredentials(credentials, 0, credentials.length);
      return hello.encodedLength();
    });
  }
}
