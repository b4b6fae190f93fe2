/**
 * Who callers are, what they may, and how often: credentials are verified here, rules and rates are
 * kept here. What comes out are the answers that the data plane looks up.
 *
 * <pre>
 *   credential ─▶ Doorkeeper ─▶ ApiKeys │ JwtAuthenticator │ CertificateAuthenticator │ SharedToken
 *                    │ remembers what was accepted, by its hash, until it expires
 *                    ▼
 *                 Caller          AccessRules ─▶ Grants
 * </pre>
 *
 * <p>Nothing here waits on the threads of the data plane: files and key sets are read beforehand,
 * by the conductor and by a thread of their own, and published with one volatile store.
 */
package io.machinenative.axiom.engine.identity;
