/**
 * HTTP/1.1 on connections that an ingress agent steps: requests in, one answer each, or a stream of
 * events. Knows nothing of what is asked.
 *
 * <p>Netty decodes heads and bodies; answers are written as bytes, head and body in one buffer.
 */
package io.machinenative.axiom.engine.edge.http;
