/**
 * Pipelines as their files say them: records, the reader with its JSON Schema, and placeholders.
 * Knows no operation and runs nothing.
 */
package io.machinenative.axiom.engine.workflow.model;
