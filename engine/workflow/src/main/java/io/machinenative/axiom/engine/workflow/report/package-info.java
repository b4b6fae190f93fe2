/**
 * What is known of runs: numbers of each stage, advice that follows from them with its evidence,
 * and the history of the last runs in a file.
 */
package io.machinenative.axiom.engine.workflow.report;
