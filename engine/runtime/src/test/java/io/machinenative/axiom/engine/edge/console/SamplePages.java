package io.machinenative.axiom.engine.edge.console;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A web server of somebody else, with the page of docs/samples/browser. */
final class SamplePages implements AutoCloseable {
  private final HttpServer server =
      SimpleFileServer.createFileServer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Path.of(System.getProperty("axiom.root"))
              .toAbsolutePath()
              .resolve("docs/samples/browser"),
          SimpleFileServer.OutputLevel.NONE);

  SamplePages() {
    server.start();
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
