/**
 * What the stages of the data plane share: the seams between them, and nothing that belongs to one
 * of them.
 *
 * <pre>
 *  transport --FrameHandler--> framing --MessageHandler--> validation --RequestHandler--> dispatch
 *                                                                                            |  \
 *                                                                             SlotExecutor   |   \ inline
 *                                                                                            v    v
 *  transport <--Peer/FrameWriter-- result <--SlotEvents-- tool <----------------------- scheduler tool
 * </pre>
 *
 * <p>A stage imports this package and the levels below it, never another stage. Back pressure is a
 * negative {@link io.machinenative.axiom.engine.pipeline.Outcome} that travels upstream.
 */
package io.machinenative.axiom.engine.pipeline;
