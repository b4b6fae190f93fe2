/**
 * Tools, resources and prompts of the names and with the behaviour that the conformance suite of
 * MCP asks for. They also show how a plugin speaks to agents: rich contents, progress, log
 * messages, questions to the client.
 *
 * @see <a href="https://github.com/modelcontextprotocol/conformance">The conformance suite</a>
 */
package io.machinenative.axiom.samples.conformance;
