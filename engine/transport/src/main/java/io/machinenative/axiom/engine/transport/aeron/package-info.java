/**
 * Aeron carriers: IPC within a machine, UDP between machines, and the media driver that both need.
 *
 * <pre>
 *   client                                                          server
 *   AeronLink ── publication ──► request channel, stream 1001 ────► AeronListener, a peer per image
 *       ▲                                                                  │
 *       └────── image ◄── response channel named by Hello ◄── publication ─┘
 * </pre>
 *
 * <p>Aeron streams go one way, so a connection is a pair of them. The first message of a client is
 * its Hello, which says where it listens; the server checks that address before it uses it, opens a
 * publication to it, and only then hands the Hello up. Everything runs on the thread that polls:
 * the Aeron client is invoked from there ({@link
 * io.machinenative.axiom.engine.transport.aeron.AeronConductor}), and only a media driver that is
 * told so has threads.
 */
package io.machinenative.axiom.engine.transport.aeron;
