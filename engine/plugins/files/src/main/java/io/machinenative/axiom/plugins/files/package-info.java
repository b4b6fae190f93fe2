/**
 * What plugins that work on files and streams share.
 *
 * <pre>
 *   FileTransform ── a file, or a tree of them one by one, each through a step of the plugin
 *      │   FileRoots: which paths may be touched;  PathPatterns: which files are meant
 *      │   OutputFile: a file appears under its name only when all of it is on the disk
 *      ▼
 *   ChunkPipeline ── channel in, channel out: chunks, worked on by several threads, in order
 * </pre>
 *
 * <p>Nothing here knows what the bytes mean. Memory is off-heap, bounded, and comes from whoever
 * makes the pipeline; so do threads and clocks.
 */
package io.machinenative.axiom.plugins.files;
