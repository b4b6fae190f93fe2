/**
 * What the engine offers, as edge clients find it: an index over the routes of one epoch, with what
 * is said of each written once. Owned by the ingress thread.
 */
package io.machinenative.axiom.engine.edge.catalogue;
