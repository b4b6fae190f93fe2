/**
 * Where the repository's files are. Sees no other room of the plugin: names and bytes are all that
 * it knows.
 */
package io.machinenative.axiom.plugins.backup.storage;
