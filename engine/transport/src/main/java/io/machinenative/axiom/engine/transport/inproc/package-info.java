/**
 * The carrier between a client and a server in one process: two rings for each connection, one each
 * way, written and read in place.
 *
 * <pre>
 *   InprocConnector --InprocPipe--> accept queue --> InprocListener
 *        (any thread)                                 (ingress agent)
 *
 *   InprocLink ----- toServer ring ---->  InprocServerEnd
 *  (client thread)<- toClient ring ------ (ingress agent)
 * </pre>
 */
package io.machinenative.axiom.engine.transport.inproc;
