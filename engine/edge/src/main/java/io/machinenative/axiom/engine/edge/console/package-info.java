/**
 * The console: a page for people, served as it is. It calls the same tools as every other client,
 * so nothing here knows a number, and nothing of it can do what its caller may not.
 */
package io.machinenative.axiom.engine.edge.console;
