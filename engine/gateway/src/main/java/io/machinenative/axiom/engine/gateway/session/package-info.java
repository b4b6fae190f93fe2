/**
 * What was agreed with an upstream server, in either era of MCP, and what it lists. Values are
 * immutable.
 */
package io.machinenative.axiom.engine.gateway.session;
