/**
 * Tools as HTTP endpoints with JSON: list, describe, invoke, and a description of all that for
 * machines (OpenAPI 3.1). On the ingress thread.
 */
package io.machinenative.axiom.engine.edge.rest;
