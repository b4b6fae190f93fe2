/**
 * The operations that pipelines always have: files and trees of files as streams, and a digest on
 * the way. They reach only the folders that the operator opens.
 */
package io.machinenative.axiom.engine.workflow.files;
