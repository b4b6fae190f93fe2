/**
 * What the repository's bytes are made of: numbers, names and the errors that name what is not as
 * it was written. Sees no other room of the plugin.
 */
package io.machinenative.axiom.plugins.backup.format;
