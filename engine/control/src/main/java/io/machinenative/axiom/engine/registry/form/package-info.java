/**
 * Two forms of a record: bytes, as it is stored and as it travels, and JSON for people and files.
 *
 * <p>The bytes are the SBE message RegistryRecord of the protocol, so that any language reads them;
 * the JSON has the same names.
 */
package io.machinenative.axiom.engine.registry.form;
