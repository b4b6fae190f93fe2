/**
 * Long calls of MCP clients, whose server is killed while they begin, end and are cancelled: {@link
 * io.machinenative.axiom.testkit.tasks.TaskKiller}.
 */
package io.machinenative.axiom.testkit.tasks;
