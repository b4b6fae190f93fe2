/**
 * Who asks by HTTP: every request is looked at before anything else sees it, and what is refused is
 * told what to bring, as OAuth's resource servers do. On the ingress thread.
 *
 * <pre>
 *   request ─▶ HttpGate ─┬─ open path ──────────────▶ handler
 *                        ├─ metadata ──▶ RFC 9728 document
 *                        ├─ known ──────▶ exchange.caller() ─▶ handler
 *                        └─ not known ──▶ 401 and a challenge
 * </pre>
 */
package io.machinenative.axiom.engine.edge.access;
