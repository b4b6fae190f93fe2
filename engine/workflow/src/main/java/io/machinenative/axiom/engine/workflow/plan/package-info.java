/**
 * From a pipeline to what will be done: which stages are connected to streams, which streams wait
 * for which, on which level each runs, and everything that stands against it.
 */
package io.machinenative.axiom.engine.workflow.plan;
