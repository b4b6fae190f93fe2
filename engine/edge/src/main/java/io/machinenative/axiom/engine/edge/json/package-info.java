/**
 * JSON as bytes: checked, cut into slices, and written, without a tree. What a tool takes travels
 * through here as the bytes of the request.
 */
package io.machinenative.axiom.engine.edge.json;
