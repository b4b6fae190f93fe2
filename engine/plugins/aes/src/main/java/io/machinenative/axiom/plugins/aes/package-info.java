/**
 * Encrypts files, folders, streams and payloads; keeps and rotates the keys.
 *
 * <pre>
 *   tools, operations, command line ──────────────▶ AuditLog: a line for each, chained
 *        │
 *        ▼
 *   ContainerSealer, ContainerOpener ── channel to channel: docs/aes-container.md
 *        │     header: ContainerHeader, with a data key of the file's own, wrapped
 *        │     chunks: Tink's AES-GCM-HKDF of the native bindings, several at once
 *        ▼
 *   KeyAccess ── whose key wraps it
 *        RingAccess        StoredKeyRing: sealed in the data folder, rotated by age and use
 *        PassphraseAccess  Argon2id, its parameters in the header
 *        KeyFileAccess     keys of a file
 * </pre>
 *
 * <p>Plaintext is written where it was asked for and nowhere else. What a tag does not vouch for is
 * never seen by anybody.
 */
package io.machinenative.axiom.plugins.aes;
