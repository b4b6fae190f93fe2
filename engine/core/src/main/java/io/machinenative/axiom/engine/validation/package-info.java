/**
 * Third stage: every length of a message is checked, and the session's state, before a field is
 * read.
 */
package io.machinenative.axiom.engine.validation;
