/**
 * Signed tokens (JWT, RFC 7519) and the keys of those who sign them (JWK sets, RFC 7517).
 * Signatures are verified by a library; what is accepted is decided here: issuer, audience, time,
 * algorithm.
 */
package io.machinenative.axiom.engine.identity.jwt;
