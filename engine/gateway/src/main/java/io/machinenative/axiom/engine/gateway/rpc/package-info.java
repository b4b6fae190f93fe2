/** Messages of JSON-RPC 2.0 as an MCP client reads and writes them. Stateless. */
package io.machinenative.axiom.engine.gateway.rpc;
